using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics.Features;
using GanCli.Engine.Tensors;
using GanCli.Terminal;
using GanCli.Training;

namespace GanCli.Commands;

/// <summary><c>gan train-classifier</c>.</summary>
internal sealed class TrainClassifierCommand : GanCommand
{
    private readonly Option<string> _data = new("--data", "-d")
    {
        HelpName = "DATA", Required = true,
        Description = "Labelled pictures: glyphs, a file or folder, or data as a config has them, '{kind: idx, path: …}'",
    };

    private readonly Option<string?> _output = new("--out", "-o") { HelpName = "FILE", Description = "Write it here too (.safetensors)" };
    private readonly Option<int> _epochs =
        new("--epochs") { HelpName = "N", Description = "Times that every picture is seen", DefaultValueFactory = static _ => new ClassifierConfig().Epochs };

    private readonly Option<int?> _threads = new("--threads") { HelpName = "N", Description = "Threads (default: the physical cores)" };
    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON" };

    public TrainClassifierCommand()
        : base(
            "train-classifier",
            "Train the classifier that scores of pictures are made by",
            ("gan train-classifier --data glyphs", "what a first run on these data would do by itself"),
            ("gan train-classifier --data mnist-folder --out mnist.safetensors", "for other machines; extractor: {kind: classifier, file: …} takes it"))
    {
        foreach (Option option in (Option[])[_data, _output, _epochs, _threads, _json])
        {
            Options.Add(option);
        }
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        int epochs = arguments.GetValue(_epochs);
        if (epochs is < 1 or > 1000)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--epochs is {epochs}; it must be from 1 to 1000"));
        }

        string given = arguments.GetValue(_data)!;
        DataSource data = GivenData.Open("--data", given);
        var classifier = new ClassifierConfig { Epochs = epochs };
        if (!ExtractorConfig.ArePictures(data))
        {
            throw new UsageException($"--data: {given}: holds no pictures, which a classifier is for");
        }

        if (classifier.Unfit(data) is { } reason)
        {
            throw new UsageException($"--data: {reason}");
        }

        using StopSignals signals = StopSignals.Listen();
        TorchRuntime.EnsureLoaded();
        TorchRuntime.SetThreads(arguments.GetValue(_threads));
        var progress = new PreparationLine(output, signals.Token);
        data.Prepare(progress);
        ClassifierSummary trained = ClassifierSummary.Train(data, classifier, arguments.GetValue(_output), progress);
        if (arguments.GetValue(_json))
        {
            output.Data.WriteLine(new JsonObject
            {
                ["hash"] = trained.Hash,
                ["accuracy"] = trained.Tested > 0 ? trained.Accuracy : null,
                ["chance"] = trained.Tested > 0 ? trained.Chance : null,
                ["tested"] = trained.Tested,
                ["seconds"] = trained.Seconds,
                ["cached"] = trained.WasKnown,
                ["file"] = arguments.GetValue(_output),
            }.ToJsonString());
            return ExitCodes.Ok;
        }

        if (trained.Doubt is { } doubt)
        {
            output.Warn(doubt);
        }

        string chance = trained.Tested > 0
            ? string.Create(CultureInfo.InvariantCulture, $" (naming always the same class: {100 * trained.Chance:0.0}%)") : "";
        string time = trained.WasKnown ? " (trained before)" : $", trained in {Display.Duration(trained.Seconds)}";
        output.Data.WriteLine($"classifier {trained.Hash[..8]}: {trained.Standing}{chance}{time}");
        return ExitCodes.Ok;
    }
}
