using System.Reflection;
using GanCli.Engine.Tensors;
using GanCli.Tests.Support;
using GanCli.Tests.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace GanCli.Tests.Architecture;

/// <summary>No scalar of TorchSharp's is made where nothing holds it: see <see cref="ScalarArithmetic"/>.</summary>
public sealed class ScalarsTests
{
    // TorchSharp offers no other way to write a histogram; there is one number in it, and a handful of histograms in a run.
    private const string Tolerated = "TensorBoardObserver.Tick calls SummaryWriter.add_histogram";

    // They make them of numbers that go in or come out, and here go tensors.
    private const string Called = "TorchScript.Call calls ScriptModule.call";
    private const string Invoked = "ConvolutionFunctions.Derivative calls CompilationUnit.invoke";

    // What makes them and holds them, what that is compared with while nothing is collected, and what the scan is tried on.
    private static readonly Type[] Makers = [typeof(ScalarArithmetic), typeof(ScalarArithmeticTests), typeof(Examples)];

    private static readonly HashSet<(Module, int)> Hiding = MethodsThatHideAScalar();

    [Theory]
    [InlineData("GanCli.Engine", Tolerated, Invoked, Called)]
    [InlineData("gan")]
    [InlineData("GanCli.Tests")]
    public void OnlyScalarArithmeticMakesScalars(string assembly, params string[] tolerated)
    {
        IEnumerable<MethodBase> others = MethodCalls.MethodsOf(Assembly.Load(assembly)).Where(static method => !MayMakeScalars(method.DeclaringType));

        Assert.Equal(tolerated, others.SelectMany(Offences));
    }

    /// <summary>On a GPU a backward pass runs on another thread than the one that asks: state of a thread would be another's there. The two that there are
    /// belong to the thread that trains: a meter of products on the host, and whether libtorch was told how many threads to use.</summary>
    [Fact]
    public void NoStateOfAThreadIsReadInABackwardPass() => Assert.Equal(
        ["ProductMeter._running", "TorchRuntime._threadsHere"],
        typeof(TorchRuntime).Assembly.GetTypes()
            .SelectMany(static type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(static field => field.GetCustomAttribute<ThreadStaticAttribute>() is not null
                || (field.FieldType is { IsGenericType: true } type && type.Name is "ThreadLocal`1" or "AsyncLocal`1"))
            .Select(static field => $"{field.DeclaringType!.Name}.{field.Name}")
            .Order(StringComparer.Ordinal));

    // The scan itself must see what it looks for, and nothing else.
    [Fact]
    public void TheScanSeesScalarsInTheOpenAndHiddenOnes()
    {
        MethodInfo[] methods = typeof(Examples).GetMethods(BindingFlags.Public | BindingFlags.Static);

        Assert.Equal(
            [
                "Examples.Clamp calls Scalar.op_Implicit",
                "Examples.Double calls Tensor.op_Multiply",
                "Examples.OneMinus calls Tensor.op_Subtraction",
                "Examples.Read calls Tensor.ToScalar",
                "Examples.Square calls Tensor.square",
                "Examples.Sum calls Tensor.op_Addition",
            ],
            methods.SelectMany(Offences).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Offences(MethodBase method) =>
        MethodCalls.NamedBy(method)
            .Where(static named => MakesAScalar(named) || Hiding.Contains(Identity(named)))
            .Select(named => $"{method.DeclaringType!.Name}.{method.Name} calls {named.DeclaringType!.Name}.{named.Name}");

    // A lambda's method is in a class that the compiler put into the one it was written in.
    private static bool MayMakeScalars(Type? type) => type is not null && (Makers.Contains(type) || MayMakeScalars(type.DeclaringType));

    private static bool MakesAScalar(MethodBase method) => method is MethodInfo { ReturnType: var made } && made == typeof(Scalar);

    // Directly or through others. A few of them do hold theirs; they are not told apart.
    private static HashSet<(Module, int)> MethodsThatHideAScalar()
    {
        (MethodBase Method, MethodBase[] Named)[] all =
        [
            .. MethodCalls.MethodsOf(typeof(Tensor).Assembly)
                .Where(static method => method.DeclaringType != typeof(Scalar))
                .Select(static method => (method, MethodCalls.NamedBy(method).ToArray())),
        ];
        HashSet<(Module, int)> found = [.. all.Where(static entry => entry.Named.Any(MakesAScalar)).Select(static entry => Identity(entry.Method))];
        int before;
        do
        {
            before = found.Count;
            found.UnionWith(all.Where(entry => entry.Named.Any(named => found.Contains(Identity(named)))).Select(static entry => Identity(entry.Method))
                .ToArray());
        }
        while (found.Count > before);

        return found;
    }

    // The same for a generic method and what is made of it.
    private static (Module Module, int Token) Identity(MethodBase method) => (method.Module, method.MetadataToken);

    private static class Examples
    {
        public static Tensor Clamp(Tensor a) => a.clamp_min(0.5);

        public static Tensor Double(Tensor a) => a * 2.0;

        public static Tensor OneMinus(Tensor a) => 1 - a;

        public static double Read(Tensor a) => a.ToScalar().ToDouble();

        public static Tensor Square(Tensor a) => a.square();

        public static Tensor Sum(Tensor a, Tensor b) => a + b;

        public static Tensor Harmless(Tensor a, Tensor b) => (a - b).relu().mul(b).sum() / b.Plus(1);
    }
}
