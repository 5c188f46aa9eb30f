using System.CommandLine;
using GanCli.Engine.Graphs;
using GanCli.Engine.Sessions;
using GanCli.Engine.Tensors;
using GanCli.Exporting;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan export</c>.</summary>
internal sealed class ExportCommand : GanCommand
{
    private readonly Argument<string?> _run = CheckpointOption.CreateArgument();
    private readonly Option<string?> _checkpoint = CheckpointOption.Create();
    private readonly Option<string?> _format =
        new("--format") { HelpName = string.Join('|', Exporter.Formats), Description =
            "An ONNX file, or a module of PyTorch with a safetensors file beside it; default: by the ending of --out, else onnx" };
    private readonly Option<string?> _out =
        new("--out", "--output", "-o") { HelpName = "FILE", Description = "FILE.onnx or .py (default: generator.onnx or generator.py in this folder)" };
    private readonly Option<string?> _weights = CheckpointOption.CreateWeights();
    private readonly Option<string?> _runsDirectory = RunsDirectory.CreateOption();

    public ExportCommand()
        : base(
            "export",
            "Write a trained generator for use without gan: ONNX or PyTorch",
            ("gan export", "the generator of the latest run as generator.onnx"),
            ("gan export 3fa9c1 --format torch --out birds.py", "a module of PyTorch, its weights in birds.safetensors"))
    {
        Arguments.Add(_run);
        _format.AcceptOnlyFromAmong(Exporter.Formats);
        foreach (Option option in (Option[])[_checkpoint, _format, _out, _weights, _runsDirectory])
        {
            Options.Add(option);
        }
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        string? named = arguments.GetValue(_out);
        Exporter exporter = Exporter.For(arguments.GetValue(_format), named);
        string path =
            CheckpointOption.Resolve(CheckpointOption.Meant(arguments.GetValue(_run), arguments.GetValue(_checkpoint)),
                RunsDirectory.Resolve(arguments.GetValue(_runsDirectory)));
        TorchRuntime.EnsureLoaded();
        using TrainedGenerator generator = TrainedGenerator.Load(path, CheckpointOption.Average(arguments.GetValue(_weights)), TorchSharp.torch.CPU);
        try
        {
            IReadOnlyList<string> written = exporter.Write(generator, named ?? "generator" + exporter.Ending);
            output.Say($"{string.Join(" and ", written)} ({new GeneratorFacts(generator).Origin})");
        }
        catch (NotExpressibleException exception)
        {
            throw new UsageException($"{path}: the generator cannot be exported as {exporter.Format}: {exception.Message}");
        }

        return ExitCodes.Ok;
    }
}
