using System.Runtime.InteropServices;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>Eigenvalues [n], rising, and eigenvectors [n, n] (columns) of a symmetric matrix, as functions of it that can be differentiated
/// once, also where eigenvalues repeat.</summary>
/// <remarks>The derivative of eigenvector i is Σ_j v_j (v_jᵀ dS v_i) / (λ_i − λ_j), which torch's own backward divides by zero for. Within a
/// repeated eigenvalue the vectors are an arbitrary choice (any rotation of them is as good), so no derivative of that choice means
/// anything, and it is taken as 0: 1/Δ becomes Δ/(Δ² + ε²), with ε at the gap below which rounding has spoilt half of the vectors'
/// digits.</remarks>
internal static class Spectrum
{
    /// <summary>The part of the largest eigenvalue below which rounding has spoilt half of the digits.</summary>
    public static double Precision(Tensor like) => Math.Sqrt(like.dtype == ScalarType.Float64 ? double.BitIncrement(1) - 1 : MathF.BitIncrement(1) - 1);

    /// <param name="matrix">Symmetric, [n, n]. What is not finite in it makes the eigenvalues not finite, and throws nothing.</param>
    public static (Tensor Values, Tensor Vectors) Of(Tensor matrix)
    {
        Tensor values;
        Tensor vectors;
        Tensor inverseGaps;
        using (no_grad())
        {
            (values, vectors) = Decompose(matrix.detach().nan_to_num(0, 0, 0));
            Tensor gaps = values.unsqueeze(0) - values.unsqueeze(1);
            Tensor tooSmall = values.abs().max().Times(Precision(matrix));
            inverseGaps = (gaps / gaps.Squared().Plus(tooSmall.Squared())).nan_to_num(0);
        }

        // In the basis of the vectors the matrix is diagonal; what a change of it leaves beside the diagonal turns them.
        Tensor inBasis = vectors.t().mm(matrix).mm(vectors);
        Tensor turn = inverseGaps * (inBasis - inBasis.detach());
        return (inBasis.diagonal(), vectors.Plus(vectors.mm(turn)));
    }

    /// <summary>The eigenvalues and eigenvectors, in the matrix's own type.</summary>
    /// <param name="matrix">Symmetric and finite, [n, n].</param>
    /// <remarks>In float32 MKL's LAPACK gives up on one or other in some thousand kernels of nearly equal rows, or returns NaN for it. With twice the
    /// digits it does not.</remarks>
    private static (Tensor Values, Tensor Vectors) Decompose(Tensor matrix)
    {
        try
        {
            (Tensor values, Tensor vectors) = linalg.eigh(matrix);
            if (matrix.dtype == ScalarType.Float64 || double.IsFinite(values.sum().Number()))
            {
                return (values, vectors);
            }
        }
        catch (ExternalException) when (matrix.dtype != ScalarType.Float64)
        {
        }

        (Tensor exactValues, Tensor exactVectors) = linalg.eigh(matrix.to_type(ScalarType.Float64));
        return (exactValues.to_type(matrix.dtype), exactVectors.to_type(matrix.dtype));
    }
}
