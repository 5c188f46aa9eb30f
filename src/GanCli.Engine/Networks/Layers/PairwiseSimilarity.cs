using System.Runtime.Intrinsics;
using System.Runtime.CompilerServices;
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
                ? similar.sum(1).Minus(1)
                : -((gradient.narrow(0, first, some).unsqueeze(1).Plus(gradient.unsqueeze(0)) * similar).unsqueeze(3) * differences.sign()).sum(1).flatten(1);
            parts.Add(part.MoveToOuterDisposeScope());
        }

        return cat(parts).MoveToOuterDisposeScope();
    }

    private static Tensor Sums(Tensor rows, int pieces)
    {
        int n = (int)rows.shape[0];
        var values = Padded.Transposed(rows, float.PositiveInfinity);
        var sums = new Padded(pieces, n);
        var here = new Vector512<float>[rows.shape[1] / pieces];
        for (int piece = 0; piece < pieces; piece++)
        {
            int first = piece * here.Length;
            for (int i = 0; i < n - 1; i++)
            {
                Copies(values, first, i, here);
                Vector512<float> own = Vector512<float>.Zero;
                for (int j = i + 1; j < n; j += Vector512<float>.Count)
                {
                    Vector512<float> similar = Vector512.Exp(-Distance(here, ref values.At(first, j), values.Stride));
                    own += similar;
                    ref float sum = ref sums.At(piece, j);
                    (Vector512.LoadUnsafe(ref sum) + similar).StoreUnsafe(ref sum);
                }

                sums.At(piece, i) += Vector512.Sum(own);
            }
        }

        return sums.ToTensor(n);
    }

    private static Tensor Slopes(Tensor rows, Tensor gradient, int pieces)
    {
        int n = (int)rows.shape[0];
        var values = Padded.Transposed(rows, float.PositiveInfinity);
        var pulls = Padded.Transposed(gradient.contiguous(), 0);
        var slopes = new Padded((int)rows.shape[1], n);
        var here = new Vector512<float>[rows.shape[1] / pieces];
        var own = new Vector512<float>[here.Length];
        for (int piece = 0; piece < pieces; piece++)
        {
            int first = piece * here.Length;
            for (int i = 0; i < n - 1; i++)
            {
                Copies(values, first, i, here);
                Array.Clear(own);
                Vector512<float> pull = Vector512.Create(pulls.At(piece, i));
                for (int j = i + 1; j < n; j += Vector512<float>.Count)
                {
                    ref float there = ref values.At(first, j);
                    Vector512<float> weight = Vector512.Exp(-Distance(here, ref there, values.Stride)) * (pull + Vector512.LoadUnsafe(ref pulls.At(piece, j)));
                    ref float slope = ref slopes.At(first, j);
                    for (int c = 0; c < here.Length; c++)
                    {
                        Vector512<float> difference = Vector512.LoadUnsafe(ref there) - here[c];
                        Vector512<float> signed = Vector512.ConditionalSelect(Vector512.GreaterThan(difference, Vector512<float>.Zero), weight, -weight);
                        signed = Vector512.ConditionalSelect(Vector512.Equals(difference, Vector512<float>.Zero), Vector512<float>.Zero, signed);
                        own[c] += signed;
                        (Vector512.LoadUnsafe(ref slope) - signed).StoreUnsafe(ref slope);
                        there = ref Unsafe.Add(ref there, values.Stride);
                        slope = ref Unsafe.Add(ref slope, slopes.Stride);
                    }
                }

                for (int c = 0; c < own.Length; c++)
                {
                    slopes.At(first + c, i) += Vector512.Sum(own[c]);
                }
            }
        }

        return slopes.ToTensor(n);
    }

    /// <summary>The numbers of one piece of row i, each as often as a register holds.</summary>
    private static void Copies(Padded values, int first, int i, Vector512<float>[] here)
    {
        for (int c = 0; c < here.Length; c++)
        {
            here[c] = Vector512.Create(values.At(first + c, i));
        }
    }

    /// <summary>L1 distances of one piece between one row and as many others as a register holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Distance(Vector512<float>[] here, ref float there, int stride)
    {
        Vector512<float> distance = Vector512<float>.Zero;
        foreach (Vector512<float> number in here)
        {
            distance += Vector512.Abs(Vector512.LoadUnsafe(ref there) - number);
            there = ref Unsafe.Add(ref there, stride);
        }

        return distance;
    }

    /// <summary>A matrix whose rows are longer than they seem by a register, so that loops over them need no remainder.</summary>
    private readonly struct Padded(int rows, int columns)
    {
        private readonly float[] _numbers = new float[rows * (columns + Vector512<float>.Count)];

        public int Stride { get; } = columns + Vector512<float>.Count;

        /// <summary>A place within the matrix, from which a register may reach into the padding.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref float At(int row, int column) => ref _numbers[(row * Stride) + column];

        /// <summary>The transpose of a matrix; the padding holds <paramref name="padding"/>.</summary>
        public static Padded Transposed(Tensor matrix, float padding)
        {
            ReadOnlySpan<float> source = HostMemory.Of(matrix);
            (int n, int width) = ((int)matrix.shape[0], (int)matrix.shape[1]);
            var result = new Padded(width, n);
            Array.Fill(result._numbers, padding);
            for (int i = 0; i < source.Length; i++)
            {
                result.At(i % width, i / width) = source[i];
            }

            return result;
        }

        /// <summary>The transpose without its padding, [n, rows].</summary>
        public Tensor ToTensor(int n)
        {
            int height = _numbers.Length / Stride;
            Tensor result = empty([n, height], ScalarType.Float32);
            Span<float> destination = HostMemory.Of(result);
            for (int i = 0; i < destination.Length; i++)
            {
                destination[i] = At(i % height, i / height);
            }

            return result;
        }
    }
}
