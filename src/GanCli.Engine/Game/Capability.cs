namespace GanCli.Engine.Game;

/// <summary>A remedy by one of the things that it does.</summary>
/// <typeparam name="T">What: one of the interfaces that a <see cref="Regularizer"/> may implement.</typeparam>
/// <param name="Does">The remedy.</param>
/// <param name="Index">Its place in the list: where its noise comes from, see <see cref="StepTime.For"/>.</param>
/// <param name="Name">Its name in logs and checkpoints.</param>
public readonly record struct Capability<T>(T Does, int Index, string Name)
    where T : class
{
    /// <summary>Those of a game that do it, in their order.</summary>
    public static Capability<T>[] Of(IReadOnlyList<NamedRegularizer> regularizers)
    {
        var capable = new List<Capability<T>>();
        for (int i = 0; i < regularizers.Count; i++)
        {
            if (regularizers[i].Regularizer is T does)
            {
                capable.Add(new Capability<T>(does, i, regularizers[i].Name));
            }
        }

        return [.. capable];
    }
}
