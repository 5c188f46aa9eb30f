using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks;

/// <summary>Layers one after another.</summary>
public sealed class Sequential : Network
{
    private readonly Layer[] _layers;

    public Sequential(long[] input, IEnumerable<Layer> layers)
    {
        _layers = [.. layers];
        InputShape = input;
        Layout = new WeightLayout(_layers.SelectMany(static l => l.Weights));
        var rows = new List<LayerDescription>();
        long[] shape = input;
        foreach (Layer layer in _layers)
        {
            shape = layer.OutputShape(shape);
            rows.Add(new LayerDescription(layer.Name, shape, layer.Weights.Where(static w => w.IsParameter).Sum(static w => w.Count)));
        }

        OutputShape = shape;
        Layers = rows;
        MixesSamples = _layers.Any(static l => l.MixesSamples);
    }

    public override WeightLayout Layout { get; }

    public override long[] InputShape { get; }

    public override long[] OutputShape { get; }

    public override bool MixesSamples { get; }

    public override IReadOnlyList<LayerDescription> Layers { get; }

    public override Tensor Forward(Weights weights, Tensor input, Pass pass)
    {
        foreach (Layer layer in _layers)
        {
            input = layer.Forward(weights, input, pass);
            pass.Features?.Add(layer.Name, input);
        }

        return input;
    }
}
