using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Tensors;

public sealed class RandomTensorsTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void ElementsAreTheNumbersOfTheStream(ScalarType dtype)
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        RandomStream stream = new RandomStreams(7).Regularizer.At(3).ForLane(9);
        var normal = new float[15];
        var uniform = new float[15];
        stream.Normal(0, normal);
        stream.Uniform(0, uniform);
        Tensor like = zeros(2, dtype);

        Check(normal, stream.NormalTensor([5, 3], like));
        Check(uniform, stream.UniformTensor([5, 3], like));

        void Check(float[] expected, Tensor actual)
        {
            Assert.Equal([5, 3], actual.shape);
            Assert.Equal(dtype, actual.dtype);
            Assert.Equal(expected.Select(static x => (double)x), Numbers.Of(actual));
        }
    }
}
