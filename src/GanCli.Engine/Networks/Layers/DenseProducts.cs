using GanCli.Engine.Kernels;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>The arithmetic of dense layers over tensors that are <see cref="HostMemory.IsHostFloat32"/>.</summary>
internal static class DenseProducts
{
    /// <summary>Whether these products can take the place of torch's.</summary>
    public static bool UsesKernels(Tensor weight, Tensor input) =>
        MatrixProduct.IsSupported && HostMemory.IsHostFloat32(weight) && HostMemory.IsHostFloat32(input);

    /// <summary>f(x Wᵀ + b).</summary>
    /// <param name="input">x, [B, in].</param>
    /// <param name="weight">W, [out, in].</param>
    /// <param name="bias">b, [out].</param>
    /// <param name="slope">Of f below zero; null without f.</param>
    /// <returns>[B, out].</returns>
    public static Tensor Forward(Tensor input, Tensor weight, Tensor bias, double? slope)
    {
        Tensor output = HostMemory.Empty(input.size(0), weight.size(0));
        MatrixView y = View(output);
        Into(y, View(input), View(weight).Transposed, View(bias).Repeated, slope is { } s ? new Rectifier(y, (float)s) : default);
        return output;
    }

    /// <summary>a b, [M, N].</summary>
    /// <param name="a">[M, P], or the transpose of such a tensor.</param>
    /// <param name="b">[P, N], or the transpose of such a tensor.</param>
    public static Tensor Multiply(Tensor a, Tensor b)
    {
        Tensor product = HostMemory.Empty(a.size(0), b.size(1));
        Into(View(product), View(a), View(b), default, default);
        return product;
    }

    /// <summary>Writes rectifier(start + a b) to c.</summary>
    public static void Into(MatrixView c, MatrixView a, MatrixView b, MatrixView start, Rectifier rectifier)
    {
        var product = new MatrixProduct(a, b, c, start, rectifier, MatrixProduct.PreferredWidth, TorchRuntime.Threads);
        long begin = ProductMeter.Begin();
        Crew.Compute(product);
        ProductMeter.End(product, begin);
    }

    /// <summary>A tensor's memory; a vector is one row. Good as long as the tensor is.</summary>
    public static MatrixView View(Tensor tensor)
    {
        int columns = (int)tensor.size(-1);
        return tensor.is_contiguous() ? MatrixView.Of(HostMemory.Of(tensor), columns)
            : MatrixView.Of(HostMemory.Of(tensor.t()), (int)tensor.size(0)).Transposed;
    }
}
