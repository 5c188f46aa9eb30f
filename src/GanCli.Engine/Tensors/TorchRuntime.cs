using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GanCli.Engine.Kernels;
using TorchSharp;

namespace GanCli.Engine.Tensors;

/// <summary>The one door to libtorch: everything that computes with tensors calls <see cref="EnsureLoaded"/> first. TorchSharp's own
/// loader prints its failures to stdout and, when the libraries do not load, copies half a gigabyte beside the program; here the
/// libraries are loaded before it looks.</summary>
public static class TorchRuntime
{
    private static readonly Lock Gate = new();
    private static TorchLibraries? _loaded;
    private static int? _threads;

    [ThreadStatic]
    private static int? _threadsHere;

    /// <summary>Version of the libtorch in use, for instance <c>2.10.0</c>.</summary>
    public static string Version => EnsureLoaded().Version!;

    /// <summary>Threads that one operation may use.</summary>
    internal static int Threads => _threads ?? PhysicalCores.Count;

    /// <summary>Loads libtorch, and applies <see cref="SetThreads"/> to the calling thread; returns at once when that was done before.</summary>
    /// <returns>What was loaded, and from where.</returns>
    /// <exception cref="TorchUnavailableException">It is missing, unfit or does not load.</exception>
    public static TorchLibraries EnsureLoaded()
    {
        lock (Gate)
        {
            _loaded ??= Load(TorchLibraries.Find());
            if (_threadsHere != _threads)
            {
                torch.set_num_threads(_threads!.Value);
                _threadsHere = _threads;
            }

            return _loaded;
        }
    }

    /// <summary>Sets how many threads one operation may use. OpenMP keeps that number for each calling thread: another thread takes it over
    /// at its next <see cref="EnsureLoaded"/>. Without that call a small operation there would wake all cores, and wait for them.</summary>
    /// <param name="threads">At least 1; null takes the physical cores.</param>
    /// <returns>The number in force.</returns>
    public static int SetThreads(int? threads)
    {
        lock (Gate)
        {
            _threads = threads ?? PhysicalCores.Count;
            EnsureLoaded();
            return torch.get_num_threads();
        }
    }

    private static TorchLibraries Load(TorchLibraries libraries)
    {
        HostMemory.KeepFreed();
        HostMemory.WaitPolitely();
        HostMemory.SumAlike();
        LoadFile(libraries.Cpu);
        if (!libraries.IsOwn)
        {
            // The libraries that come next, and TorchSharp, ask for these by name: the system gives them what is loaded.
            if (libraries.HasCuda)
            {
                LoadFile(libraries.Cuda);
            }

            LoadFile(libraries.Torch);
        }

        LoadFile(Path.Combine(AppContext.BaseDirectory, TorchLibraries.FileName("LibTorchSharp")));
        RuntimeHelpers.RunClassConstructor(typeof(torch).TypeHandle);
        return libraries;
    }

    private static void LoadFile(string path)
    {
        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            // The first line is advice on tools; the system's reason comes last.
            string reason = e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
            throw new TorchUnavailableException($"libtorch does not load: {reason}", e);
        }
    }
}
