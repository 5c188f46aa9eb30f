using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Networks.Layers;
using static System.FormattableString;

namespace GanCli.Engine.Networks;

public enum NormKind
{
    None,
    [AlsoCalled("bn", "batch-norm")]
    Batch,
    [AlsoCalled("ln", "layer-norm")]
    Layer,
}

public enum OutputActivation
{
    None,
    Tanh,
    Sigmoid,
}

/// <summary>A multilayer perceptron: hidden layers of linear map, norm, activation and dropout, then a linear output. Samples of more than one axis are
/// read and made as their numbers in row order.</summary>
[AlsoCalled("dense", "fc", "fully-connected", "fcnn", "feed-forward", "linear")]
[Component("mlp", "Fully connected layers, for generator and discriminator")]
public sealed record MlpConfig : ArchitectureConfig
{
    [AlsoCalled("hidden", "hidden-dim", "hidden-dims", "hidden-size", "hidden-sizes", "hidden-units", "hidden-layers", "layers", "units", "ngf", "ndf")]
    [Option("Units of each hidden layer", Min = 1, Max = 65536)]
    public IReadOnlyList<int> Widths { get; init; } = [128, 128];

    [AlsoCalled("nonlinearity", "act")]
    [Option("Function after each hidden layer")]
    public ActivationKind Activation { get; init; } = ActivationKind.Relu;

    [AlsoCalled("negative-slope")]
    [Option("Slope of leaky-relu below zero", Min = 0, Max = 1)]
    public double LeakySlope { get; init; } = 0.2;

    [Option("Linear pieces of a maxout unit", Min = 2, Max = 64)]
    public int MaxoutPieces { get; init; } = 5;

    [AlsoCalled("normalization", "batch-norm", "use-bn")]
    [Option("Normalization of each hidden layer: none, batch or layer; one value, or one for each layer", MinItems = 1, AllowSingle = true)]
    public IReadOnlyList<NormKind> Norm { get; init; } = [NormKind.None];

    [AlsoCalled("initializer", "weight-init", "initialization")]
    [Option("How first weights are drawn")]
    public InitConfig Init { get; init; } = new DefaultInitConfig();

    [AlsoCalled("final-activation")]
    [Option("Function after the output layer")]
    public OutputActivation OutputActivation { get; init; } = OutputActivation.None;

    [Option("Factor on the input", Min = -1e6, Max = 1e6)]
    public double InputScale { get; init; } = 1;

    [AlsoCalled("dropout-rate")]
    [Option("Share of each hidden layer's outputs that training drops", Min = 0, Max = 1, MaxExclusive = true)]
    public double Dropout { get; init; }

    public override bool HasBatchNorm => Norm.Contains(NormKind.Batch);

    public override string? NormKey => "norm";

    public override bool HasOutputActivation => OutputActivation != OutputActivation.None;

    public override bool HasLayers => true;

    public override void Validate(ConfigCheck check)
    {
        if (Norm.Count > 1 && Norm.Count != Widths.Count)
        {
            check.Fail("norm", Invariant($"names {Norm.Count} layers, but widths has {Widths.Count}; give one value, or one for each hidden layer"));
        }

        if (InputScale == 0)
        {
            check.Fail("input-scale", "0 would hide the input from the network");
        }
    }

    public override Network Build(long[] input, long[] output)
    {
        var layers = new List<Layer>();
        if (input.Length != 1)
        {
            layers.Add(new Reshape("flatten", [Size(input)]));
        }

        if (InputScale != 1)
        {
            layers.Add(new Scale("scale", InputScale));
        }

        long width = Size(input);
        for (int i = 0; i < Widths.Count; i++)
        {
            bool maxout = Activation == ActivationKind.Maxout;
            long units = Widths[i] * (maxout ? MaxoutPieces : 1L);
            string name = i.ToString(CultureInfo.InvariantCulture);
            layers.Add(Linear($"{name}.linear", width, units));
            NormKind norm = Norm[Norm.Count == 1 ? 0 : i];
            if (norm == NormKind.Batch)
            {
                layers.Add(new BatchNorm($"{name}.norm", units));
            }
            else if (norm == NormKind.Layer)
            {
                layers.Add(new LayerNorm($"{name}.norm", units));
            }

            if (maxout)
            {
                layers.Add(new MaxoutPool($"{name}.maxout", MaxoutPieces));
            }
            else if (Activation != ActivationKind.None)
            {
                layers.Add(new Activation($"{name}.{KebabCase.Of(Activation)}", Activation, LeakySlope));
            }

            if (Dropout > 0)
            {
                layers.Add(new Dropout($"{name}.dropout", Dropout, i));
            }

            width = Widths[i];
        }

        layers.Add(Linear("output.linear", width, Size(output)));
        if (OutputActivation != OutputActivation.None)
        {
            ActivationKind kind = OutputActivation == OutputActivation.Tanh ? ActivationKind.Tanh : ActivationKind.Sigmoid;
            layers.Add(new Activation($"output.{KebabCase.Of(kind)}", kind, LeakySlope));
        }

        if (output.Length != 1)
        {
            layers.Add(new Reshape("output.reshape", output));
        }

        return new Sequential(input, layers);
    }

    private static long Size(long[] shape) => shape.Aggregate(1L, static (a, b) => a * b);

    private Linear Linear(string name, long inputs, long outputs) => new(name, inputs, outputs, Init);
}
