using System.CommandLine;
using System.Globalization;
using GanCli.Engine.Random;
using GanCli.Engine.Sessions;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Exporting;
using GanCli.Runs;
using GanCli.Sampling;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan sample</c>.</summary>
internal sealed class SampleCommand : GanCommand
{
    private const long MostPoints = 100_000;
    private readonly Argument<string?> _run = CheckpointOption.CreateArgument();
    private readonly Option<string?> _checkpoint = CheckpointOption.Create();
    private readonly Option<long?> _count = new("-n") { HelpName = "N", Description = "How many samples (default: 1000)" };
    private readonly Option<long?> _seed = new("--seed") { HelpName = "N", Description = "Seed of the latents; default: the run's" };
    private readonly Option<string?> _out =
        new("--out", "--output", "-o")
        {
            HelpName = "FILE",
            Description = "FILE.csv, .tsv, .npy, .parquet, .png or, of a walk, .gif; FOLDER/ for a PNG file a picture; - for CSV on stdout (default)",
        };

    private readonly Option<string?> _format = new("--format")
    {
        HelpName = "FORM",
        Description = "csv, tsv, npy, parquet, png or gif where the name of --out does not say; png with a name without ending: a folder",
    };

    private readonly Option<string?> _weights = CheckpointOption.CreateWeights();
    private readonly Option<int?> _interpolate = new("--interpolate")
    {
        HelpName = "N",
        Description = "N samples on the way from one latent to another, both ends included, instead of independent ones: along the great circle "
            + "(Shoemake's slerp) for the priors gaussian and sphere, straight for all others. Between two components of a mixture lie latents that "
            + "training never sees",
    };

    private readonly Option<int?> _pairs = new("--pairs")
    {
        HelpName = "M",
        Description = "M such walks (default: 1): rows of a picture, one behind another in other files. A film (.gif) goes through all 2 M latents and "
            + "back to the first, N pictures from each to the next",
    };

    private readonly Option<string?> _latents =
        new("--latents") { HelpName = "FILE.npy", Description = "Write the latents of the samples, too: an array of N × the prior's dimension" };
    private readonly Option<string?> _fromLatents =
        new("--from-latents") { HelpName = "FILE.npy", Description = "Samples of these latents, one for each row, instead of drawn ones" };
    private readonly Option<bool> _raw =
        new("--raw") { Description =
            "Numbers as the generator gives them, also in columns of whole numbers, which else come out whole and within the table's range" };
    private readonly Option<string?> _runsDirectory = RunsDirectory.CreateOption();

    public SampleCommand()
        : base(
            "sample",
            "Draw samples from a trained generator",
            ("gan sample -n 5", "five samples of the latest run, as CSV"),
            ("gan sample --checkpoint 3fa9c1 -n 100000 --out samples.npy", "many, as an array"),
            ("gan sample -n 64 --out pictures/", "pictures, each a PNG file"),
            ("gan sample --interpolate 10 --pairs 6 --out strip.png", "six rows of pictures, each from one latent to another"),
            ("gan sample --interpolate 24 --pairs 3 --out film.gif", "pictures that turn into each other, as a film that loops"))
    {
        Arguments.Add(_run);
        foreach (Option option in (Option[])
            [_checkpoint, _count, _seed, _out, _format, _weights, _interpolate, _pairs, _latents, _fromLatents, _raw, _runsDirectory])
        {
            Options.Add(option);
        }
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        long count = arguments.GetValue(_count) ?? 1000;
        int? points = arguments.GetValue(_interpolate);
        long? seed = arguments.GetValue(_seed);
        if (count < 1)
        {
            throw new UsageException(Invariant($"-n is {count}; it must be at least 1"));
        }

        if (points is < 2 or > (int)MostPoints)
        {
            throw new UsageException(Invariant($"--interpolate is {points}; it must be from 2 to {MostPoints:N0}"));
        }

        if (points is not null && arguments.GetValue(_count) is not null)
        {
            throw new UsageException("--interpolate says how many samples; leave out -n");
        }

        int? pairs = arguments.GetValue(_pairs);
        if (pairs is not null && points is null)
        {
            throw new UsageException("--pairs says how many walks between latents; add --interpolate N, the samples on each");
        }

        if (pairs < 1 || (long?)pairs * points > MostPoints)
        {
            throw new UsageException(Invariant($"--pairs is {pairs}; it must be from 1 to {MostPoints / points:N0}, {MostPoints:N0} samples in all"));
        }

        if (seed < 0)
        {
            throw new UsageException(Invariant($"--seed is {seed}; it must not be negative"));
        }

        string? given = arguments.GetValue(_fromLatents);
        string? written = arguments.GetValue(_latents);
        if (given is not null && (points is not null || seed is not null || arguments.GetValue(_count) is not null || written is not null))
        {
            throw new UsageException("--from-latents says which samples; leave out -n, --seed, --interpolate and --latents");
        }

        if (written is not null && points is not null)
        {
            throw new UsageException("--latents goes with independent samples; leave out --interpolate");
        }

        string? format = arguments.GetValue(_format);
        if (format is not null && !SampleWriter.Formats.Contains(format, StringComparer.Ordinal))
        {
            throw new UsageException($"--format {format}: must be one of {string.Join(", ", SampleWriter.Formats)}");
        }

        // Stopped between chunks, no half-written file is left.
        using StopSignals signals = StopSignals.Listen();

        // Before libtorch is loaded: a wrong ending should not cost a second.
        using SampleWriter writer = SampleWriter.For(arguments.GetValue(_out) ?? "-", format, output);
        if (writer.IsFilm && points is null)
        {
            throw new UsageException($"--out {arguments.GetValue(_out)}: a film shows a walk between latents; add --interpolate N, for instance 24");
        }

        string path =
            CheckpointOption.Resolve(CheckpointOption.Meant(arguments.GetValue(_run), arguments.GetValue(_checkpoint)),
                RunsDirectory.Resolve(arguments.GetValue(_runsDirectory)));
        TorchRuntime.EnsureLoaded();
        using TrainedGenerator generator = TrainedGenerator.Load(path, CheckpointOption.Average(arguments.GetValue(_weights)), TorchSharp.torch.CPU);
        generator.IsRounded = !arguments.GetValue(_raw);
        TorchRuntime.SetThreads(generator.Config.Training.NumThreads);
        var stream = new RandomStream((ulong)(seed ?? generator.Config.Seed.Latent), StreamId.Sampling);
        RunFolder folder = CheckpointOption.FolderOf(path);
        long drawn;
        if (points is { } steps)
        {
            int walks = pairs ?? 1;
            writer.PicturesInRow = steps;
            drawn = writer.IsFilm ? 2L * walks * (steps - 1) : (long)walks * steps;
            writer.Begin(generator, drawn, folder);
            LatentWalk walk = generator.Walk(stream);
            foreach (float[] rows in generator.Samples(writer.IsFilm ? walk.Loop(2 * walks, steps) : walk.Pairs(walks, steps)))
            {
                signals.Token.ThrowIfCancellationRequested();
                writer.Append(rows);
            }
        }
        else
        {
            LatentFile? file = given is null ? null : LatentFile.Read(given, generator.Prior.Dimension);
            using NpyWriter? latents = written is null ? null : new NpyWriter(written, count, generator.Prior.Dimension);
            drawn = file?.Count ?? count;
            writer.Begin(generator, drawn, folder);
            foreach (float[] chunk in file?.Chunks() ?? generator.Latents(stream, count))
            {
                signals.Token.ThrowIfCancellationRequested();
                latents?.Append(chunk);
                foreach (float[] rows in generator.Samples([chunk]))
                {
                    writer.Append(rows);
                }
            }

            latents?.Complete();
        }

        writer.Complete();
        Tell(drawn, arguments.GetValue(_out), written, generator, output);
        return ExitCodes.Ok;
    }

    // To a person who waits. A script knows what it asked for, and samples on stdout are there to be seen.
    private static void Tell(long count, string? file, string? latents, TrainedGenerator generator, Output output)
    {
        string?[] written = [file is null or "-" ? null : $"{Plural.Of(count, "sample")} in {file}", latents is null ? null : $"latents in {latents}"];
        if (output.TalkTraits.IsTerminal && written.OfType<string>().ToArray() is [_, ..] places)
        {
            output.Say($"{string.Join(", ", places)} ({generator.Config.Name}, {new GeneratorFacts(generator).Weights})");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
