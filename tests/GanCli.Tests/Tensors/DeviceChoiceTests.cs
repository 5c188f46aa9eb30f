using GanCli.Engine.Config;
using GanCli.Engine.Tensors;
using GanCli.Tests.Support;
using TorchSharp;

namespace GanCli.Tests.Tensors;

public sealed class DeviceChoiceTests
{
    [Theory]
    [InlineData("auto", true, null)]
    [InlineData("cpu", false, null)]
    [InlineData("cuda", false, 0)]
    [InlineData("cuda:3", false, 3)]
    public void ReadsEveryForm(string text, bool isAuto, int? index)
    {
        DeviceChoice choice = DeviceChoice.Parse(text)!;

        Assert.Equal((isAuto, index), (choice.IsAuto, choice.CudaIndex));
    }

    [Theory]
    [InlineData("")]
    [InlineData("CPU")]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda: 1")]
    [InlineData("cuda:99999999999")]
    [InlineData("cudax")]
    public void RefusesAnythingElse(string text) => Assert.Null(DeviceChoice.Parse(text));

    [Fact]
    public void AWrongDeviceIsAFaultOfTheConfig()
    {
        var check = new ConfigCheck();
        (new ExperimentConfig() with { Device = "gpu" }).Validate(check);

        Assert.Equal([("device", "'gpu' is not a device; use auto, cpu, cuda or cuda:N")], check.Faults);
    }

    [Fact]
    public void CpuAndAutoResolveWithoutCuda()
    {
        Tools.RequireThat(!torch.cuda.is_available(), "needs a machine without CUDA");

        Assert.Equal(DeviceType.CPU, DeviceChoice.Parse("cpu")!.Resolve().type);
        Assert.Equal(DeviceType.CPU, DeviceChoice.Parse("auto")!.Resolve().type);
    }

    [Fact]
    public void AskingForCudaWithoutItSaysWhyAndWhatToDo()
    {
        Tools.RequireThat(!TorchLibraries.Find().HasCuda, "needs a build for the CPU");

        var error = Assert.Throws<DeviceUnavailableException>(() => DeviceChoice.Parse("cuda:1")!.Resolve());

        Assert.Equal(
            "there is no CUDA here: this program was built for the CPU; build with TorchBackend=cuda (about 3 GB), "
            + "or set GAN_LIBTORCH to the lib folder of a PyTorch 2.10 with CUDA (or use device: cpu)",
            error.Message);
    }
}
