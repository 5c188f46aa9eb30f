using GanCli.Engine.Tensors;
using GanCli.Tests.Support;

[assembly: AssemblyFixture(typeof(OneTorchThread))]

namespace GanCli.Tests.Support;

/// <summary>The runner keeps every core busy with tests of its own; more threads inside one operation would only wait for each other.</summary>
public sealed class OneTorchThread
{
    public OneTorchThread() => TorchRuntime.SetThreads(1);
}
