using System.Runtime.ExceptionServices;
using GanCli.Engine.Tensors;

namespace GanCli.Engine.Sessions;

/// <summary>Computes on a thread of its own, as dispose scopes belong to a thread, with room for deep graphs.</summary>
internal static class TrainingThread
{
    private const int StackBytes = 16 << 20;

    /// <summary>Waits for the work and returns what it gave, or throws what it threw.</summary>
    public static T Run<T>(Func<T> work)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    TorchRuntime.EnsureLoaded();
                    result = work();
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackBytes) { Name = "training" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }
}
