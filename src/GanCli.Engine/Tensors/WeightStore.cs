using GanCli.Engine.Random;
using static TorchSharp.torch;

namespace GanCli.Engine.Tensors;

/// <summary>Owns the memory that a player's weights live in over a run: one flat vector for all parameters, which optimizers and averages
/// update in place in one operation, and the buffers.</summary>
public sealed class WeightStore : IDisposable
{
    private readonly Tensor[] _buffers;

    private WeightStore(WeightLayout layout, Tensor flat, Tensor[] buffers)
    {
        Layout = layout;
        Flat = flat;
        _buffers = buffers;
        Frozen = new Weights(layout, [.. Views(layout, flat), .. buffers]);
        Leaves = new Weights(layout, [.. Views(layout, flat).Select(static t => t.requires_grad_()), .. buffers]);
    }

    public WeightLayout Layout { get; }

    /// <summary>All parameters, [<see cref="WeightLayout.ParameterCount"/>].</summary>
    public Tensor Flat { get; }

    /// <summary>The weights as leaves of the gradient graph, sharing memory with <see cref="Flat"/>.</summary>
    public Weights Leaves { get; }

    /// <summary>The same memory without gradients.</summary>
    public Weights Frozen { get; }

    /// <summary>Draws first values: weight i from lane <paramref name="firstLane"/> + i of <paramref name="stream"/>.</summary>
    public static WeightStore Draw(WeightLayout layout, RandomStream stream, int firstLane, ScalarType dtype, Device device)
    {
        using var scope = NewDisposeScope();
        var tensors = new List<Tensor>();
        for (int i = 0; i < layout.Specs.Count; i++)
        {
            tensors.Add(layout.Specs[i].Init.Draw(layout.Specs[i].Shape, stream.ForLane(firstLane + i)).to(dtype).to(device));
        }

        return From(new Weights(layout, tensors));
    }

    /// <summary>A copy of given weights.</summary>
    public static WeightStore From(Weights weights)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor flat = weights.Flatten().clone().DetachFromDisposeScope();
        var buffers = new List<Tensor>();
        foreach (Tensor buffer in weights.Buffers)
        {
            buffers.Add(buffer.clone().DetachFromDisposeScope());
        }

        return new WeightStore(weights.Layout, flat, [.. buffers]);
    }

    /// <summary>Takes over the new values that passes collected.</summary>
    public void Advance(BufferSink sink)
    {
        using var noGrad = no_grad();
        foreach ((string name, Tensor value) in sink.Values)
        {
            Frozen[name].copy_(value);
        }
    }

    /// <summary>Moves a share of the way to other weights, buffers too.</summary>
    public void LerpTowards(WeightStore other, double share)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        Flat.TimesInPlace(1 - share).PlusInPlace(other.Flat, share);
        for (int i = 0; i < _buffers.Length; i++)
        {
            _buffers[i].TimesInPlace(1 - share).PlusInPlace(other._buffers[i], share);
        }
    }

    /// <summary>Whether every number is finite. Reads one number back.</summary>
    public bool IsFinite()
    {
        using var scope = NewDisposeScope();
        return Weights.Concatenate([Flat, .. _buffers]).isfinite().all().item<bool>();
    }

    public void Dispose()
    {
        foreach (Tensor tensor in Frozen.All.ToArray().Concat(Leaves.Parameters))
        {
            tensor.Dispose();
        }

        Flat.Dispose();
    }

    private static IEnumerable<Tensor> Views(WeightLayout layout, Tensor flat)
    {
        long start = 0;
        foreach (WeightSpec spec in layout.Specs.Where(static s => s.IsParameter))
        {
            using Tensor piece = flat.narrow(0, start, spec.Count);
            using Tensor view = piece.view(spec.Shape);
            start += spec.Count;
            yield return view.detach().DetachFromDisposeScope();
        }
    }
}
