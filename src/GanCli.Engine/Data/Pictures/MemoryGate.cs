namespace GanCli.Engine.Data.Pictures;

/// <summary>Lets threads take memory up to a limit; who needs more than the limit waits until he is alone.</summary>
/// <param name="limit">Bytes.</param>
internal sealed class MemoryGate(long limit)
{
    private readonly object _lock = new();
    private long _taken;

    /// <summary>Waits until there is room.</summary>
    public void Enter(long bytes)
    {
        lock (_lock)
        {
            while (_taken > 0 && _taken + bytes > limit)
            {
                Monitor.Wait(_lock);
            }

            _taken += bytes;
        }
    }

    /// <summary>Gives back what was taken.</summary>
    public void Leave(long bytes)
    {
        lock (_lock)
        {
            _taken -= bytes;
            Monitor.PulseAll(_lock);
        }
    }
}
