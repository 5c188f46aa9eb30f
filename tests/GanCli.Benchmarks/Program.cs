using System.Globalization;
using GanCli.Benchmarks;
using GanCli.Benchmarks.Watch;
using GanCli.Engine.Tensors;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
TorchRuntime.EnsureLoaded();
if (args is [nameof(OtherProcess.Serve)])
{
    TorchRuntime.SetThreads(1);
    using OurGan gan = new(Example.Ring.Config());
    OtherProcess.Serve(gan);
    return;
}

if (args is ["corruptions", var data, var folder])
{
    Corruptions.Write(data, folder);
    return;
}

if (args is ["watch", var records, .. var only])
{
    WatchRuns.Collect(records, only);
    return;
}

if (args is ["rescue", var rescues, var arms, .. var kinds])
{
    WatchRescues.Collect(rescues, arms.Split(','), kinds);
    return;
}

if (args is ["blobs", var blobs])
{
    WatchRescues.Blobs(blobs);
    return;
}

if (args is ["rescue-table", var rescued, var program])
{
    Console.WriteLine(RescueTable.Page(rescued, program));
    return;
}

if (args is ["treatments", var treated])
{
    Console.Write(RescueTable.Rates(treated));
    return;
}

if (args is ["watch-table", var measured, var commit])
{
    Console.WriteLine(WatchTable.Page(measured, commit));
    return;
}

(string Name, Action<int> Print)[] tables =
[
    ("peers", Peers.Print), ("pictures", Peers.PrintPictures), ("features", Features.Print), ("torch", TorchPath.Print), ("seeds", TwoSeeds.Print),
    ("remedies", RemedyCosts.Print), ("watch", WatchCost.Print),
];
int rounds = args is [var first, ..] ? int.Parse(first, CultureInfo.InvariantCulture) : 15;
string[] wanted = args.Length > 1 ? args[1..] : ["peers", "torch", "seeds"];
foreach ((_, Action<int> print) in tables.Where(table => wanted.Contains(table.Name, StringComparer.Ordinal)))
{
    print(rounds);
    Console.WriteLine();
}
