namespace GanCli.Engine.Graphs;

/// <summary>What a network computes, written down in operations that other programs have, too. A network tells it operation by operation
/// (<see cref="GraphValue"/> in, <see cref="GraphValue"/> out); each format that a generator is exported to is an implementation. Shapes leave out
/// the batch axis. Names are told by layers, for people: an implementation makes them unique.</summary>
public interface IGraph
{
    /// <summary>What stands before all names that it is told; empty for a whole network.</summary>
    string Prefix { get; }

    /// <summary>The same graph, as a part of the network sees it.</summary>
    /// <param name="prefix">Comes behind <see cref="Prefix"/> and before the names that are told then.</param>
    IGraph Within(string prefix);

    /// <summary>x Wᵀ + b of vectors.</summary>
    /// <param name="name">Name of the operation.</param>
    /// <param name="input">[inputs].</param>
    /// <param name="weight">W, [outputs, inputs].</param>
    /// <param name="bias">b, [outputs]; null: none.</param>
    /// <returns>[outputs].</returns>
    GraphValue Linear(string name, GraphValue input, GraphNumbers weight, GraphNumbers? bias);

    /// <summary>Cross-correlation of maps with kernels, zeros lying beyond the edges.</summary>
    /// <param name="name">Name of the operation.</param>
    /// <param name="input">[C, H, W].</param>
    /// <param name="kernels">[outputs, C/groups, k, k].</param>
    /// <param name="bias">[outputs]; null: none.</param>
    /// <param name="window">How the kernels go.</param>
    /// <param name="shape">Of the result, [outputs, …].</param>
    GraphValue Convolution(
        string name, GraphValue input, GraphNumbers kernels, GraphNumbers? bias, KernelWindow window, IReadOnlyList<long> shape);

    /// <summary>The transpose of such a cross-correlation: each number of the input puts a kernel into the result.</summary>
    /// <param name="name">Name of the operation.</param>
    /// <param name="input">[C, H, W].</param>
    /// <param name="kernels">[C, outputs/groups, k, k].</param>
    /// <param name="bias">[outputs]; null: none.</param>
    /// <param name="window">How the kernels of the cross-correlation go.</param>
    /// <param name="shape">Of the result, [outputs, …].</param>
    GraphValue TransposedConvolution(
        string name, GraphValue input, GraphNumbers kernels, GraphNumbers? bias, KernelWindow window, IReadOnlyList<long> shape);

    /// <summary>Every number becomes four: [C, H, W] → [C, 2H, 2W].</summary>
    GraphValue DoubleSides(string name, GraphValue input);

    /// <summary>Every place's channels divided by √(their mean square + ε).</summary>
    /// <param name="name">Name of the operation.</param>
    /// <param name="input">[C, …], for instance [C, H, W].</param>
    /// <param name="epsilon">Is added to the mean square.</param>
    GraphValue PixelNorm(string name, GraphValue input, double epsilon);

    /// <summary>(x − mean) / √(variance + ε) · scale + shift, each of the statistics [features], along the first axis.</summary>
    GraphValue BatchNorm(string name, GraphValue input, BatchStatistics statistics);

    /// <summary>Each sample's numbers along the last axis brought to mean 0 and (biased) variance 1, then x · scale + shift.</summary>
    /// <param name="name">Name of the operation.</param>
    /// <param name="input">[…, features].</param>
    /// <param name="scale">[features].</param>
    /// <param name="shift">[features].</param>
    /// <param name="epsilon">Is added to the variance.</param>
    GraphValue LayerNorm(string name, GraphValue input, GraphNumbers scale, GraphNumbers shift, double epsilon);

    /// <summary>x · factors + shifts, number by number.</summary>
    GraphValue Affine(string name, GraphValue input, GraphNumbers factors, GraphNumbers shifts);

    /// <summary>x · factors, number by number; an axis of one number is repeated.</summary>
    /// <param name="name">Name of the operation.</param>
    /// <param name="input">As many axes as <paramref name="factors"/>, each as long or of length 1.</param>
    /// <param name="factors">Shaped like the result.</param>
    GraphValue Times(string name, GraphValue input, GraphNumbers factors);

    /// <summary>x · factor.</summary>
    GraphValue Times(string name, GraphValue input, double factor);

    /// <summary>A function of each number by itself.</summary>
    /// <param name="name">Name of the operation.</param>
    /// <param name="input">Any shape.</param>
    /// <param name="function">Which.</param>
    /// <param name="slope">Below zero, for <see cref="ElementFunction.LeakyRelu"/>.</param>
    GraphValue Elementwise(string name, GraphValue input, ElementFunction function, double slope = 0);

    /// <summary>Number by number, of one shape.</summary>
    GraphValue Sum(string name, GraphValue first, GraphValue second);

    /// <summary>Number by number, of one shape.</summary>
    GraphValue Product(string name, GraphValue first, GraphValue second);

    /// <summary>Some of a vector's numbers: [n] → [count].</summary>
    GraphValue Slice(string name, GraphValue input, long first, long count);

    /// <summary>The same numbers in another shape, in row order.</summary>
    /// <param name="name">Name of the operation.</param>
    /// <param name="input">Any shape.</param>
    /// <param name="shape">Of the result; as many numbers.</param>
    GraphValue Reshape(string name, GraphValue input, IReadOnlyList<long> shape);

    /// <summary>The largest of each <paramref name="size"/> neighbours: [n · size] → [n].</summary>
    GraphValue LargestOfGroups(string name, GraphValue input, long size);

    /// <summary>The same numbers for every sample of the batch.</summary>
    /// <param name="name">Name of the operation.</param>
    /// <param name="like">Any value: it has one entry for each sample.</param>
    /// <param name="value">The numbers.</param>
    GraphValue Repeat(string name, GraphValue like, GraphNumbers value);
}
