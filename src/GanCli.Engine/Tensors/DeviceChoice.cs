using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;

namespace GanCli.Engine.Tensors;

/// <summary>Where to compute, as <c>device:</c> and <c>--device</c> say it: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
public sealed record DeviceChoice
{
    /// <summary>The forms there are, for messages.</summary>
    public const string Forms = "auto, cpu, cuda or cuda:N";

    private const string CudaWord = "cuda";

    private DeviceChoice(bool isAuto, int? cudaIndex)
    {
        IsAuto = isAuto;
        CudaIndex = cudaIndex;
    }

    /// <summary>CUDA where there is one, else the CPU.</summary>
    public bool IsAuto { get; }

    /// <summary>The CUDA device that was asked for; null for <c>cpu</c> and <c>auto</c>.</summary>
    public int? CudaIndex { get; }

    /// <summary>Reads one of <see cref="Forms"/>; null for anything else.</summary>
    public static DeviceChoice? Parse(string text) => text switch
    {
        "auto" => new DeviceChoice(isAuto: true, cudaIndex: null),
        "cpu" => new DeviceChoice(isAuto: false, cudaIndex: null),
        CudaWord => new DeviceChoice(isAuto: false, cudaIndex: 0),
        _ when text.StartsWith(CudaWord + ":", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(CudaWord.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            => new DeviceChoice(isAuto: false, index),
        _ => null,
    };

    /// <summary>The device itself. Loads libtorch.</summary>
    /// <exception cref="DeviceUnavailableException">CUDA was asked for, and there is none or no such one.</exception>
    /// <exception cref="TorchUnavailableException">There is no libtorch.</exception>
    public torch.Device Resolve()
    {
        TorchLibraries libraries = TorchRuntime.EnsureLoaded();
        if (!IsAuto && CudaIndex is null)
        {
            return torch.CPU;
        }

        int count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (IsAuto)
        {
            return count > 0 ? new torch.Device(DeviceType.CUDA, 0) : torch.CPU;
        }

        if (count == 0)
        {
            throw new DeviceUnavailableException($"there is no CUDA here: {WhyNoCuda(libraries)} (or use device: cpu)");
        }

        if (CudaIndex >= count)
        {
            string known = count == 1 ? "cuda:0" : string.Create(CultureInfo.InvariantCulture, $"cuda:0 to cuda:{count - 1}");
            throw new DeviceUnavailableException(string.Create(CultureInfo.InvariantCulture, $"there is no {CudaWord}:{CudaIndex}; this machine has {known}"));
        }

        return new torch.Device(DeviceType.CUDA, CudaIndex!.Value);
    }

    /// <summary>Why libtorch finds no CUDA device, and what to do about it; one clause without a full stop.</summary>
    public static string WhyNoCuda(TorchLibraries libraries)
    {
        if (!libraries.HasCuda)
        {
            return libraries.IsOwn
                ? $"this program was built for the CPU; build with TorchBackend=cuda (about 3 GB), or set {TorchLibraries.Variable} to the lib folder of a "
                    + $"PyTorch {TorchLibraries.ExpectedVersion} with CUDA"
                : $"the libtorch in {libraries.Folder} was built for the CPU; install a PyTorch {TorchLibraries.ExpectedVersion} with CUDA";
        }

        string driver = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(driver, out nint handle))
        {
            return $"no NVIDIA driver was found ({driver}); install it";
        }

        NativeLibrary.Free(handle);
        return Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES") is { } visible
            ? $"the NVIDIA driver shows no usable device; CUDA_VISIBLE_DEVICES is '{visible}'"
            : "the NVIDIA driver shows no usable device; it may be older than CUDA 12.8 needs, nvidia-smi tells";
    }
}
