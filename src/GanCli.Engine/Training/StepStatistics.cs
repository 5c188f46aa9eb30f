using System.Runtime.InteropServices;
using GanCli.Engine.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace GanCli.Engine.Training;

/// <summary>Sums of named scalars over steps, kept on the device: a step only adds, a tick reads once.</summary>
public sealed class StepStatistics(Device device) : IDisposable
{
    private readonly List<string> _names = [];
    private readonly List<Tensor> _row = [];

    // On the host a value is read when it comes: keeping the tensor until the step is closed would cost more.
    private readonly List<double> _numbers = [];
    private Tensor _sums = zeros(0, ScalarType.Float64, device).DetachFromDisposeScope();

    // Steps in which the value was finite and had been so in all earlier ones: names the step at which a run fell apart.
    private Tensor _finite = zeros(0, ScalarType.Float64, device).DetachFromDisposeScope();

    /// <summary>Steps since the last reset.</summary>
    public long Count { get; private set; }

    private int Recorded => _row.Count + _numbers.Count;

    /// <summary>Records one scalar of the current step. The same names must come in the same order in every step.</summary>
    public void Add(string name, Tensor scalar)
    {
        if (Recorded == _names.Count)
        {
            Grow(name);
        }
        else if (!string.Equals(_names[Recorded], name, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"statistic '{name}' came where '{_names[Recorded]}' was expected");
        }

        if (_sums.device_type == DeviceType.CPU)
        {
            _numbers.Add(scalar.Number());
            return;
        }

        // Out of the update's scope: it is needed until the step is closed. A schedule's value is made on the host.
        Tensor here = scalar.device_type == _sums.device_type ? scalar.detach() : scalar.to(_sums.device);
        _row.Add(here.DetachFromDisposeScope());
    }

    /// <summary>Records several scalars.</summary>
    public void Add(IEnumerable<(string Name, Tensor Value)> scalars)
    {
        foreach ((string name, Tensor value) in scalars)
        {
            Add(name, value);
        }
    }

    /// <summary>Closes the current step.</summary>
    public void Commit()
    {
        if (Recorded < _names.Count)
        {
            throw new InvalidOperationException($"statistic '{_names[Recorded]}' did not come");
        }

        if (_sums.device_type == DeviceType.CPU)
        {
            // A handful of numbers: six operations of libtorch would cost more than all that is done with them here.
            Span<double> sums = MemoryMarshal.Cast<byte, double>(_sums.bytes);
            Span<double> finite = MemoryMarshal.Cast<byte, double>(_finite.bytes);
            for (int i = 0; i < _numbers.Count; i++)
            {
                double value = _numbers[i];
                sums[i] += value;
                finite[i] += double.IsFinite(value) && finite[i] == Count ? 1 : 0;
            }

            _numbers.Clear();
        }
        else
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            Tensor row = stack(_row);
            _sums.PlusInPlace(row);
            _finite.PlusInPlace(row.isfinite().logical_and(_finite.IsEqualTo(Count)));
            _row.ForEach(static scalar => scalar.Dispose());
            _row.Clear();
        }

        Count++;
    }

    /// <summary>Reads means since the last reset, and for each value the number of steps before the first in which it was not finite.</summary>
    public IReadOnlyList<(string Name, double Mean, long Finite)> Read()
    {
        using var scope = NewDisposeScope();
        double[] sums = _sums.cpu().data<double>().ToArray();
        double[] finite = _finite.cpu().data<double>().ToArray();
        return [.. _names.Select((name, i) => (name, sums[i] / Math.Max(Count, 1), (long)finite[i]))];
    }

    public void Reset()
    {
        using var scope = NewDisposeScope();
        _sums.zero_();
        _finite.zero_();
        Count = 0;
    }

    /// <summary>What a checkpoint keeps.</summary>
    public (string[] Names, Tensor Sums, Tensor Finite, long Count) Save() => ([.. _names], _sums, _finite, Count);

    /// <summary>Continues where <see cref="Save"/> left off.</summary>
    public void Restore(IEnumerable<string> names, Tensor sums, Tensor finite, long count)
    {
        _names.Clear();
        _names.AddRange(names);
        Replace(sums.to(_sums.device, copy: true), finite.to(_sums.device, copy: true));
        Count = count;
    }

    public void Dispose()
    {
        _sums.Dispose();
        _finite.Dispose();
    }

    private void Grow(string name)
    {
        using var scope = NewDisposeScope();
        _names.Add(name);
        Tensor one = zeros(1, ScalarType.Float64, _sums.device);
        Replace(cat([_sums, one]), cat([_finite, one]));
    }

    private void Replace(Tensor sums, Tensor finite)
    {
        Dispose();
        (_sums, _finite) = (sums.DetachFromDisposeScope(), finite.DetachFromDisposeScope());
    }
}
