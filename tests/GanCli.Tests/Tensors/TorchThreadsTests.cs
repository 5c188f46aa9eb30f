using System.Runtime.InteropServices;
using GanCli.Engine.Networks;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Tests.Support;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Tensors;

[Collection(Alone.Name)]
public sealed class TorchThreadsTests : IDisposable
{
    private delegate int MaxThreads();

    public void Dispose() => TorchRuntime.SetThreads(1);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TheNumberHoldsOnEveryThreadThatComesThroughTheDoor(int threads)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "asks the OpenMP library that libtorch for Linux brings");
        Assert.Equal(threads, TorchRuntime.SetThreads(threads));
        string library = Directory.GetFiles(AppContext.BaseDirectory, "libgomp*").Single();
        var ask = Marshal.GetDelegateForFunctionPointer<MaxThreads>(NativeLibrary.GetExport(NativeLibrary.Load(library), "omp_get_max_threads"));
        Assert.Equal(threads, ask());
        int elsewhere = 0;
        var thread = new Thread(() =>
        {
            TorchRuntime.EnsureLoaded();
            elsewhere = ask();
        });
        thread.Start();
        thread.Join();
        Assert.Equal(threads, elsewhere);
    }

    [Fact]
    public void TrainingGivesTheSameWeightsOnAnyNumberOfThreads()
    {
        double[] once = Train(7, 1);
        Assert.Equal(once, Train(7, 1));
        Assert.Equal(once, Train(7, 2));
        Assert.NotEqual(once, Train(8, 2));

        // Large enough that libtorch splits its work.
        static double[] Train(ulong seed, int threads)
        {
            TorchRuntime.SetThreads(threads);
            MlpConfig wide = new() { Widths = [128], Dropout = 0.1 };
            using var lab = new Lab(new LabParts
            {
                Seed = seed,
                GeneratorConfig = wide,
                DiscriminatorConfig = wide,
                Training = new Engine.Config.TrainingConfig { Batch = 512 },
            });
            lab.Run(4);
            return lab.State();
        }
    }

    [Fact]
    public void OrthogonalWeightsAreTheSameOnAnyNumberOfThreads()
    {
        using var scope = NewDisposeScope();
        double[] once = Draw(1);
        Assert.Equal(once, Draw(2));

        static double[] Draw(int threads)
        {
            TorchRuntime.SetThreads(threads);
            return Numbers.Of(new OrthogonalInit(1).Draw([400, 300], new RandomStreams(3).Init));
        }
    }
}
