using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Tests.Networks;

public sealed class ConvolutionCheckTests
{
    public ConvolutionCheckTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void TriesOddNumbersOfChannelsAndWhateverTheArchitecturesHave()
    {
        ConvolutionShape[] shapes = [.. ConvolutionCheck.Shapes()];
        foreach (long channels in (long[])[3, 20, 33, 48])
        {
            Assert.Contains(shapes, shape => shape.Channels == channels && shape.Window.Stride == 1);
            Assert.Contains(shapes, shape => shape.Maps == channels && shape.Window.Stride == 1);
        }

        // Those of dcgan and metz, which halve and double sides, and of r3gan, in groups.
        Assert.Contains(shapes, static shape => shape.Window == Window.Halving(4));
        Assert.Contains(shapes, static shape => shape.Window == Window.Halving(3));
        Assert.Contains(shapes, static shape => shape.Window.Groups > 1);
        Assert.Equal(shapes.Length, shapes.Distinct().Count());
    }

    // What is wrong is told by operation; what the program itself does is right on any processor, or this fails there.
    [Fact]
    public void WhatIsWrongIsFoundAndTheProgramIsRight()
    {
        ConvolutionCheckResult found = ConvolutionCheck.Run(new Wrong(), new ConvolutionCheck.Programs());
        Assert.Empty(found.OfProgram);
        Assert.Equal([ConvolutionOperation.Forward, ConvolutionOperation.Transposed], found.OfLibtorch.Select(static wrong => wrong.Operation));
        Assert.All(found.OfLibtorch, static wrong => Assert.Equal("1 channel to 20 maps, kernel 3, stride 1", wrong.Example));
        Assert.All(found.OfLibtorch, wrong => Assert.Equal(ConvolutionCheck.Shapes().Count(static shape => shape.Maps == 20), wrong.Shapes));
        Assert.Equal(ConvolutionCheck.Shapes().Count(), found.Tried);
    }

    // Right but for 20 maps; derivatives are right there too.
    private sealed class Wrong : ConvolutionCheck.IConvolutions
    {
        private readonly ConvolutionCheck.Programs _right = new();

        public Tensor Convolve(Tensor pictures, Tensor kernels, Window window) => Shifted(_right.Convolve(pictures, kernels, window), kernels);

        public Tensor ConvolveTransposed(Tensor maps, Tensor kernels, Window window, long side) =>
            Shifted(_right.ConvolveTransposed(maps, kernels, window, side), kernels);

        private static Tensor Shifted(Tensor result, Tensor kernels) => kernels.size(0) == 20 ? result.Plus(0.1) : result;
    }
}
