using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>o_ib = Σ_{j≠i} exp(−‖M_ib − M_jb‖₁) for rows M_i of B pieces of C numbers (Salimans et al. 2016, section 3.2), without keeping the
/// N·N·B·C differences for the backward pass: it makes them again. Only second derivatives keep them.</summary>
internal sealed class PairwiseSimilarity : autograd.SingleTensorFunction<PairwiseSimilarity>
{
    /// <summary>Differences that torch makes at once: 64 MiB in float32.</summary>
    private const long AtOnce = 1 << 24;

    private const string Pieces = "pieces";
    private const string Limit = "limit";

    public override string Name => nameof(PairwiseSimilarity);

    /// <summary>The similarities of all rows to one another.</summary>
    /// <param name="rows">[N, B·C].</param>
    /// <param name="pieces">B.</param>
    /// <param name="limit">Differences made at once where torch makes them; the result does not depend on it.</param>
    /// <returns>[N, B].</returns>
    public static Tensor Of(Tensor rows, int pieces, long limit = AtOnce) => apply(rows, pieces, limit);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var rows = (Tensor)vars[0];
        (int pieces, long limit) = ((int)vars[1], (long)vars[2]);
        ctx.save_for_backward([rows]);
        ctx.save_data(Pieces, pieces);
        ctx.save_data(Limit, limit);
        return HostMemory.IsPlain(rows) ? Sums(rows, pieces) : ByChunks(rows, null, pieces, limit);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        Tensor rows = ctx.get_saved_variables()[0];
        (int pieces, long limit) = ((int)ctx.get_data(Pieces), (long)ctx.get_data(Limit));
        Tensor slopes = HostMemory.IsPlain(rows) && grad_output.dtype == ScalarType.Float32 && !is_grad_enabled()
            ? Slopes(rows, grad_output, pieces)
            : ByChunks(rows, grad_output, pieces, limit);
        return [slopes, null!, null!];
    }

    /// <summary>By torch, some rows at a time: the sums, or where a gradient by them is given, the gradient by the rows. Differentiable.</summary>
    private static Tensor ByChunks(Tensor rows, Tensor? gradient, int pieces, long limit)
    {
        using var scope = NewDisposeScope();
        long n = rows.shape[0];
        Tensor cube = rows.view(n, pieces, -1);
        long count = Math.Clamp(limit / Math.Max(1, cube.numel()), 1, n);
        var parts = new List<Tensor>();
        for (long first = 0; first < n; first += count)
        {
            using var inner = NewDisposeScope();
            long some = Math.Min(count, n - first);
            Tensor differences = cube.narrow(0, first, some).unsqueeze(1) - cube.unsqueeze(0);
            Tensor similar = (-differences.abs().sum(3)).exp();
            Tensor part = gradient is null
                ? similar.sum(1) - 1
                : -(((gradient.narrow(0, first, some).unsqueeze(1) + gradient.unsqueeze(0)) * similar).unsqueeze(3) * differences.sign()).sum(1).flatten(1);
            parts.Add(part.MoveToOuterDisposeScope());
        }

        return cat(parts).MoveToOuterDisposeScope();
    }

    private static Tensor Sums(Tensor rows, int pieces)
    {
        int n = (int)rows.shape[0];
        int size = (int)rows.shape[1] / pieces;
        Padded values = Padded.Transposed(HostMemory.Of(rows), n, float.PositiveInfinity);
        var sums = new Padded(pieces, n);
        for (int piece = 0; piece < pieces; piece++)
        {
            Span<float> sum = sums.Row(piece);
            for (int i = 0; i < n - 1; i++)
            {
                Vector<float> own = Vector<float>.Zero;
                for (int j = i + 1; j < n; j += Vector<float>.Count)
                {
                    Vector<float> similar = Vector.Exp(-Distance(values, piece * size, size, i, j));
                    own += similar;
                    (Load(sum, j) + similar).CopyTo(sum[j..]);
                }

                sum[i] += Vector.Sum(own);
            }
        }

        Tensor result = empty([n, pieces], ScalarType.Float32);
        sums.TransposeTo(HostMemory.Of(result));
        return result;
    }

    private static Tensor Slopes(Tensor rows, Tensor gradient, int pieces)
    {
        int n = (int)rows.shape[0];
        int size = (int)rows.shape[1] / pieces;
        Padded values = Padded.Transposed(HostMemory.Of(rows), n, float.PositiveInfinity);
        Padded pulls = Padded.Transposed(HostMemory.Of(gradient.contiguous()), n, 0);
        var slopes = new Padded(pieces * size, n);
        var own = new Vector<float>[size];
        for (int piece = 0; piece < pieces; piece++)
        {
            Span<float> pull = pulls.Row(piece);
            for (int i = 0; i < n - 1; i++)
            {
                own.AsSpan().Clear();
                var pullOfI = new Vector<float>(pull[i]);
                for (int j = i + 1; j < n; j += Vector<float>.Count)
                {
                    Vector<float> weight = Vector.Exp(-Distance(values, piece * size, size, i, j)) * (pullOfI + Load(pull, j));
                    for (int c = 0; c < size; c++)
                    {
                        Span<float> row = values.Row((piece * size) + c);
                        Span<float> slope = slopes.Row((piece * size) + c);
                        Vector<float> difference = Load(row, j) - new Vector<float>(row[i]);
                        Vector<float> signed = Vector.ConditionalSelect(Vector.GreaterThan(difference, Vector<float>.Zero), weight, -weight);
                        signed = Vector.ConditionalSelect(Vector.Equals(difference, Vector<float>.Zero), Vector<float>.Zero, signed);
                        own[c] += signed;
                        (Load(slope, j) - signed).CopyTo(slope[j..]);
                    }
                }

                for (int c = 0; c < size; c++)
                {
                    slopes.Row((piece * size) + c)[i] += Vector.Sum(own[c]);
                }
            }
        }

        Tensor result = empty_like(rows);
        slopes.TransposeTo(HostMemory.Of(result));
        return result;
    }

    /// <summary>L1 distances of one piece between row i and as many rows from j on as a register holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Distance(Padded values, int first, int size, int i, int j)
    {
        Vector<float> distance = Vector<float>.Zero;
        for (int c = 0; c < size; c++)
        {
            Span<float> row = values.Row(first + c);
            distance += Vector.Abs(Load(row, j) - new Vector<float>(row[i]));
        }

        return distance;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(Span<float> row, int at) =>
        Unsafe.ReadUnaligned<Vector<float>>(ref Unsafe.As<float, byte>(ref Unsafe.Add(ref MemoryMarshal.GetReference(row), at)));

    /// <summary>A matrix whose rows are longer than they seem by a register, so that loops over them need no remainder.</summary>
    private readonly struct Padded(int height, int width)
    {
        private readonly int _stride = width + Vector<float>.Count;
        private readonly float[] _numbers = new float[height * (width + Vector<float>.Count)];

        public Span<float> Row(int row) => _numbers.AsSpan(row * _stride, _stride);

        /// <summary>The transpose of a dense matrix of n rows; the padding holds <paramref name="padding"/>.</summary>
        public static Padded Transposed(ReadOnlySpan<float> source, int n, float padding)
        {
            int rows = source.Length / n;
            var result = new Padded(rows, n);
            for (int row = 0; row < rows; row++)
            {
                Span<float> to = result.Row(row);
                to[n..].Fill(padding);
                for (int i = 0; i < n; i++)
                {
                    to[i] = source[(i * rows) + row];
                }
            }

            return result;
        }

        public void TransposeTo(Span<float> destination)
        {
            int rows = _numbers.Length / _stride;
            for (int i = 0; i < destination.Length; i++)
            {
                destination[i] = _numbers[(i % rows * _stride) + (i / rows)];
            }
        }
    }
}
