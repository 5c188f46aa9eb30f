using GanCli.Engine.Config;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks;

/// <summary>What a network does with pictures and kernels.</summary>
public enum ConvolutionOperation
{
    /// <summary>Maps from pictures and kernels.</summary>
    Forward,

    /// <summary>Pictures from maps and kernels.</summary>
    Transposed,

    /// <summary>The derivative by the pictures, given the maps'.</summary>
    ByPictures,

    /// <summary>The derivative by the kernels, given the maps'.</summary>
    ByKernels,
}

/// <summary>An operation that single precision gets wrong on this machine.</summary>
/// <param name="Operation">Which.</param>
/// <param name="Shapes">In how many of the shapes that were tried.</param>
/// <param name="Example">The first of them, in words.</param>
public sealed record WrongConvolution(ConvolutionOperation Operation, int Shapes, string Example);

/// <summary>What came of comparing convolutions on the CPU in single precision with double precision.</summary>
/// <param name="Tried">Shapes.</param>
/// <param name="OfLibtorch">What libtorch's own operations get wrong.</param>
/// <param name="OfProgram">What those get wrong that networks here are made of.</param>
public sealed record ConvolutionCheckResult(int Tried, IReadOnlyList<WrongConvolution> OfLibtorch, IReadOnlyList<WrongConvolution> OfProgram);

/// <summary>Compares convolutions in single precision with double precision: some of its fast ones are wrong on some processors for some numbers
/// of channels, and nothing but the numbers tells.</summary>
public static class ConvolutionCheck
{
    // libtorch takes other operations for 16 pictures and fewer.
    private const int Batch = 17;
    private const int Side = 8;

    // Of the largest number: rounding stays a thousand times below, and what is wrong is off by as much as it is large.
    private const double Tolerance = 1e-3;

    // Few channels, and those that fill no vector of 16.
    private static readonly int[] s_channels = [1, 3, 8, 16, 20, 33, 48];

    /// <summary>Compares all operations in all shapes. libtorch must be loaded.</summary>
    public static ConvolutionCheckResult Run() => Run(new Libtorchs(), new Programs());

    internal static ConvolutionCheckResult Run(IConvolutions libtorch, IConvolutions program)
    {
        ConvolutionShape[] shapes = [.. Shapes()];
        List<(ConvolutionOperation Operation, ConvolutionShape Shape)> theirs = [];
        List<(ConvolutionOperation Operation, ConvolutionShape Shape)> ours = [];
        foreach (ConvolutionShape shape in shapes)
        {
            using var scope = NewDisposeScope();
            Tensor[] expected = Expected(shape);
            Tensor[] fast = All(libtorch, shape);
            Tensor[] own = All(program, shape);
            foreach (ConvolutionOperation operation in Enum.GetValues<ConvolutionOperation>())
            {
                AddWrong(theirs, fast[(int)operation]);
                AddWrong(ours, own[(int)operation]);

                void AddWrong(List<(ConvolutionOperation Operation, ConvolutionShape Shape)> wrong, Tensor found)
                {
                    if (!IsRight(expected[(int)operation], found))
                    {
                        wrong.Add((operation, shape));
                    }
                }
            }
        }

        return new ConvolutionCheckResult(shapes.Length, Counted(theirs), Counted(ours));
    }

    /// <summary>The shapes that are tried: every number of channels with every other, without a stride; and whatever the architectures for pictures have as
    /// they are by default.</summary>
    internal static IEnumerable<ConvolutionShape> Shapes()
    {
        IEnumerable<ConvolutionShape> plain =
            from channels in s_channels from maps in s_channels select new ConvolutionShape(channels, maps, Window.Same(3));
        return plain.Concat(OfArchitectures()).Distinct();
    }

    private static IEnumerable<ConvolutionShape> OfArchitectures()
    {
        long[] latent = [64];
        long[][] pictures = [[1, 28, 28], [3, 28, 28]];
        List<ConvolutionShape> found = [];
        foreach (ArchitectureConfig config in Catalog.FamilyOf(typeof(ArchitectureConfig)).Components
            .Select(static component => (ArchitectureConfig)component.CreateDefault()).Where(static config => config.IsForPictures))
        {
            foreach (long[] picture in pictures)
            {
                foreach (Network network in (Network[])[config.Generator(latent, picture), config.Build(picture, [1])])
                {
                    network.Map((_, layer) =>
                    {
                        found.AddRange(layer is IConvolves convolution ? [convolution.Convolution] : []);
                        return layer;
                    });
                }
            }
        }

        return found;
    }

    private static List<WrongConvolution> Counted(List<(ConvolutionOperation Operation, ConvolutionShape Shape)> wrong) =>
        [.. wrong.GroupBy(static each => each.Operation).OrderBy(static group => group.Key)
            .Select(static group => new WrongConvolution(group.Key, group.Count(), group.First().Shape.Words))];

    private static Tensor[] All(IConvolutions operations, ConvolutionShape shape)
    {
        (Tensor pictures, Tensor kernels) = Draw(shape, ScalarType.Float32);
        Tensor maps = operations.Convolve(pictures, kernels, shape.Window);
        Tensor gradient = Draw(3, ScalarType.Float32, maps.shape);
        IList<Tensor> derivatives = autograd.grad([maps], [pictures, kernels], [gradient]);
        using (no_grad())
        {
            return [maps.detach(), operations.ConvolveTransposed(gradient, kernels, shape.Window, pictures.size(2)), .. derivatives];
        }
    }

    // Matrix products in double precision, and a transposed convolution is the derivative by the pictures: no convolution of libtorch's vouches for another.
    private static Tensor[] Expected(ConvolutionShape shape)
    {
        Window window = shape.Window;
        (Tensor pictures, Tensor kernels) = Draw(shape, ScalarType.Float64);
        Tensor places = nn.functional.unfold(pictures, window.Kernel, padding: window.Padding, stride: window.Stride);
        Tensor products = kernels.view(window.Groups, shape.Maps / window.Groups, -1)
            .matmul(places.view(Batch, window.Groups, places.size(1) / window.Groups, -1));
        long side = (long)Math.Sqrt(places.size(2));
        Tensor maps = products.reshape(Batch, shape.Maps, side, side);
        IList<Tensor> derivatives = autograd.grad([maps], [pictures, kernels], [Draw(3, ScalarType.Float64, maps.shape)]);
        return [maps.detach(), derivatives[0], .. derivatives];
    }

    private static (Tensor Pictures, Tensor Kernels) Draw(ConvolutionShape shape, ScalarType type)
    {
        Window window = shape.Window;
        long side = Math.Max(Side, window.Kernel);
        return (
            Draw(1, type, Batch, shape.Channels, side, side).requires_grad_(),
            Draw(2, type, shape.Maps, shape.Channels / window.Groups, window.Kernel, window.Kernel).requires_grad_());
    }

    private static bool IsRight(Tensor expected, Tensor found)
    {
        double off = (found.to(ScalarType.Float64) - expected).abs().max().item<double>();
        return off <= Tolerance * expected.abs().max().item<double>();
    }

    // Numbers between −0.5 and 0.5 in no order: what they are makes no difference.
    private static Tensor Draw(uint seed, ScalarType type, params long[] shape)
    {
        long count = shape.Aggregate(1L, static (product, side) => product * side);
        var numbers = new float[count];
        for (uint i = 0; i < numbers.Length; i++)
        {
            numbers[i] = ((((i + 1) * 2_654_435_761u) + (seed * 40_503u)) % 1_009 / 1_009f) - 0.5f;
        }

        return HostMemory.Copy(numbers, shape).to(type);
    }

    internal interface IConvolutions
    {
        Tensor Convolve(Tensor pictures, Tensor kernels, Window window);

        Tensor ConvolveTransposed(Tensor maps, Tensor kernels, Window window, long side);
    }

    internal sealed class Libtorchs : IConvolutions
    {
        public Tensor Convolve(Tensor pictures, Tensor kernels, Window window) => nn.functional.conv2d(
            pictures, kernels, null, [window.Stride, window.Stride], [window.Padding, window.Padding], groups: window.Groups);

        public Tensor ConvolveTransposed(Tensor maps, Tensor kernels, Window window, long side)
        {
            long further = side - (((maps.size(2) - 1) * window.Stride) - (2 * window.Padding) + window.Kernel);
            return TransposedConvolution.Apply(maps, kernels, null, window.Stride, window.Padding, (int)further, window.Groups);
        }
    }

    internal sealed class Programs : IConvolutions
    {
        public Tensor Convolve(Tensor pictures, Tensor kernels, Window window) => ConvolutionFunctions.Convolve(pictures, kernels, null, window, null);

        public Tensor ConvolveTransposed(Tensor maps, Tensor kernels, Window window, long side) =>
            ConvolutionFunctions.ConvolveTransposed(maps, kernels, null, window, side, side, null);
    }
}
