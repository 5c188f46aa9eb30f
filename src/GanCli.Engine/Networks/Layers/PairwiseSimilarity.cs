using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GanCli.Engine.Kernels;
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
        return IsInReach(rows) ? Sums(rows, pieces) : ByChunks(rows, null, pieces, limit);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        Tensor rows = ctx.get_saved_variables()[0];
        (int pieces, long limit) = ((int)ctx.get_data(Pieces), (long)ctx.get_data(Limit));
        Tensor slopes = IsInReach(rows) && grad_output.dtype == ScalarType.Float32 && !is_grad_enabled()
            ? Gradients(rows, grad_output, pieces)
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
                ? similar.sum(1).Minus(1)
                : -((gradient.narrow(0, first, some).unsqueeze(1).Plus(gradient.unsqueeze(0)) * similar).unsqueeze(3) * differences.sign()).sum(1).flatten(1);
            parts.Add(part.MoveToOuterDisposeScope());
        }

        return cat(parts).MoveToOuterDisposeScope();
    }

    // Without fused multiply-add in hardware the exponential would be slower than libtorch's.
    private static bool IsInReach(Tensor rows) => HostMemory.IsHostFloat32(rows) && MatrixProduct.IsSupported;

    private static Tensor Sums(Tensor rows, int pieces)
    {
        using var scope = NewDisposeScope();
        (int n, int numbers) = ((int)rows.shape[0], (int)rows.shape[1] / pieces);
        var values = Padded.Transposed(rows, double.PositiveInfinity);
        var sums = new Padded(pieces, n, 0);
        var similar = new Padded(1, n, 0);
        for (int piece = 0; piece < pieces; piece++)
        {
            for (int i = 0; i < n - 1; i++)
            {
                int first = Similarities(values, piece * numbers, numbers, i, n, similar);
                sums.At(piece, i) += AddRow(ref similar.At(0, first), ref sums.At(piece, first), n - first);
            }
        }

        return sums.Transposed().MoveToOuterDisposeScope();
    }

    private static Tensor Gradients(Tensor rows, Tensor gradient, int pieces)
    {
        using var scope = NewDisposeScope();
        (int n, int numbers) = ((int)rows.shape[0], (int)rows.shape[1] / pieces);
        var values = Padded.Transposed(rows, double.PositiveInfinity);
        var pulls = Padded.Transposed(gradient, 0);
        var slopes = new Padded((int)rows.shape[1], n, 0);
        var weights = new Padded(1, n, 0);
        for (int piece = 0; piece < pieces; piece++)
        {
            for (int i = 0; i < n - 1; i++)
            {
                int first = Similarities(values, piece * numbers, numbers, i, n, weights);
                var pull = new Vector<float>(pulls.At(piece, i));
                for (int j = first; j < n; j += Vector<float>.Count)
                {
                    ref float weight = ref weights.At(0, j);
                    (Vector.LoadUnsafe(ref weight) * (pull + Vector.LoadUnsafe(in pulls.At(piece, j)))).StoreUnsafe(ref weight);
                }

                for (int number = piece * numbers; number < (piece + 1) * numbers; number++)
                {
                    slopes.At(number, i) += Pull(values.At(number, i), in values.At(number, first), in weights.At(0, first), ref slopes.At(number, first), n
                        - first);
                }
            }
        }

        return slopes.Transposed().MoveToOuterDisposeScope();
    }

    /// <summary>exp(−‖x_i − x_j‖₁) of one column x_i and the columns behind it.</summary>
    /// <param name="values">The columns.</param>
    /// <param name="row">The first of their numbers that count.</param>
    /// <param name="numbers">How many count.</param>
    /// <param name="i">The column.</param>
    /// <param name="n">Columns.</param>
    /// <param name="similar">Takes the similarities of columns j > i, and zeros before them from the returned column on.</param>
    /// <returns>A column where a register begins, at most i + 1: registers that straddle two lines of the cache cost twice as much.</returns>
    private static int Similarities(Padded values, int row, int numbers, int i, int n, Padded similar)
    {
        // What is farther is 0 in single precision, or nearly so.
        const float Reach = 87;
        int first = (i + 1) / Vector<float>.Count * Vector<float>.Count;
        ref float here = ref values.At(row, i);
        nuint stride = (nuint)values.Stride;
        nuint end = (nuint)numbers * stride;
        for (int j = first; j < n; j += Vector<float>.Count)
        {
            ref float there = ref values.At(row, j);
            Vector<float> distance = Vector<float>.Zero;
            for (nuint at = 0; at < end; at += stride)
            {
                distance += Vector.Abs(Vector.LoadUnsafe(ref there, at) - new Vector<float>(Unsafe.Add(ref here, at)));
            }

            Vector.AndNot(Exponential.Of(-distance), Vector.AsVectorSingle(Vector.GreaterThan(distance, new Vector<float>(Reach))))
                .StoreUnsafe(ref similar.At(0, j));
        }

        MemoryMarshal.CreateSpan(ref similar.At(0, first), i + 1 - first).Clear();
        return first;
    }

    /// <summary>Adds numbers to others.</summary>
    /// <returns>Their sum.</returns>
    private static float AddRow(ref float numbers, ref float to, int count)
    {
        Vector<float> sum = Vector<float>.Zero;
        for (nuint at = 0; at < (nuint)count; at += (nuint)Vector<float>.Count)
        {
            Vector<float> some = Vector.LoadUnsafe(ref numbers, at);
            sum += some;
            (Vector.LoadUnsafe(ref to, at) + some).StoreUnsafe(ref to, at);
        }

        return Vector.Sum(sum);
    }

    /// <summary>Pulls one number and others at each other: takes each weight, with the sign of the difference, from that of the others.</summary>
    /// <returns>What is added to the slope of the one.</returns>
    private static float Pull(float here, ref readonly float there, ref readonly float weights, ref float slopes, int count)
    {
        Vector<float> sum = Vector<float>.Zero;
        for (nuint at = 0; at < (nuint)count; at += (nuint)Vector<float>.Count)
        {
            Vector<float> pulled = Signed(Vector.LoadUnsafe(in weights, at), Vector.LoadUnsafe(in there, at) - new Vector<float>(here));
            sum += pulled;
            (Vector.LoadUnsafe(ref slopes, at) - pulled).StoreUnsafe(ref slopes, at);
        }

        return Vector.Sum(sum);
    }

    /// <summary>A weight with a difference's sign; 0 where that is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Signed(Vector<float> weight, Vector<float> difference)
    {
        Vector<float> sign = difference & new Vector<float>(-0f);
        return Vector.AndNot(weight ^ sign, Vector.AsVectorSingle(Vector.Equals(difference, Vector<float>.Zero)));
    }

    /// <summary>A matrix whose rows are longer than they seem, whole registers, so that loops over them need no remainder.</summary>
    private readonly ref struct Padded
    {
        private readonly Tensor _matrix;
        private readonly ref float _first;
        private readonly int _columns;

        public Padded(int rows, int columns, double filled)
        {
            _columns = columns;
            Stride = (columns / Vector<float>.Count * Vector<float>.Count) + Vector<float>.Count;
            _matrix = HostMemory.Empty(rows, Stride).FilledWith(filled);
            _first = ref MemoryMarshal.GetReference(HostMemory.Of(_matrix));
        }

        public int Stride { get; }

        /// <summary>A place within the matrix, from which a register may reach into the padding.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref float At(int row, int column) => ref Unsafe.Add(ref _first, (row * Stride) + column);

        /// <summary>The transpose of a matrix; the padding holds <paramref name="padding"/>.</summary>
        public static Padded Transposed(Tensor matrix, double padding)
        {
            var result = new Padded((int)matrix.shape[1], (int)matrix.shape[0], padding);
            result.Inner.copy_(matrix.t());
            return result;
        }

        /// <summary>The transpose without its padding.</summary>
        public Tensor Transposed() => Inner.t().contiguous();

        private Tensor Inner => _matrix.narrow(1, 0, _columns);
    }
}
