using System.Reflection;
using System.Reflection.Emit;
using GanCli.Engine.Tensors;
using GanCli.Tests.Support;
using static TorchSharp.torch;

namespace GanCli.Tests.Architecture;

/// <summary>No tensor is made without saying where. What a factory makes by default lies on the CPU, and would meet the game's tensors on a GPU; what is
/// meant to lie on the CPU says so.</summary>
public sealed class DevicesTests
{
    [Theory]
    [InlineData("GanCli.Engine")]
    [InlineData("gan")]
    public void EveryTensorIsMadeOnADeviceThatIsNamed(string assembly) =>
        Assert.Empty(MethodCalls.MethodsOf(Assembly.Load(assembly)).SelectMany(Offences));

    // The scan itself must see what it looks for, and nothing else.
    [Fact]
    public void TheScanSeesFactoriesWithoutADevice() => Assert.Equal(
        ["Examples.Array calls tensor", "Examples.Bare calls zeros", "Examples.Random calls randn", "Examples.Trained calls empty",
            "Examples.Typed calls ones"],
        typeof(Examples).GetMethods(BindingFlags.Public | BindingFlags.Static).SelectMany(Offences).Order(StringComparer.Ordinal));

    /// <summary>Factories are static methods of torch that take a device but no tensor; one that is not given is a null on the stack.</summary>
    private static IEnumerable<string> Offences(MethodBase method)
    {
        (OpCode Operation, MethodBase? Method)[] code = [.. MethodCalls.Instructions(method)];
        for (int i = 0; i < code.Length; i++)
        {
            if (code[i].Method is not MethodInfo { IsStatic: true } named || named.DeclaringType?.Assembly != typeof(Tensor).Assembly
                || named.ReturnType != typeof(Tensor))
            {
                continue;
            }

            ParameterInfo[] parameters = named.GetParameters();
            int device = Array.FindIndex(parameters, static parameter => parameter.ParameterType == typeof(Device));
            if (device < 0 || parameters.Any(static parameter => parameter.ParameterType == typeof(Tensor)))
            {
                continue;
            }

            // Each parameter behind it is a constant, loaded by one operation.
            int place = i - (parameters.Length - device);
            if (place >= 0 && code[place].Operation == OpCodes.Ldnull)
            {
                yield return $"{method.DeclaringType!.Name}.{method.Name} calls {named.Name}";
            }
        }
    }

    private static class Examples
    {
        public static Tensor Bare() => zeros(3, 4);

        public static Tensor Typed() => ones([3], ScalarType.Float64);

        public static Tensor Trained() => empty(3, requires_grad: true);

        public static Tensor Array(float[] numbers) => tensor(numbers, [3]);

        public static Tensor Random() => randn(2, 2);

        public static Tensor Here(Tensor like) => zeros(3, like.dtype, like.device);

        public static Tensor OnTheHost(Tensor like) => ones([3], device: CPU).to(like.device).Plus(zeros_like(like));
    }
}
