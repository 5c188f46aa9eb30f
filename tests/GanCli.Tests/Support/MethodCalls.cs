using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace GanCli.Tests.Support;

/// <summary>Who calls whom, read from compiled code.</summary>
public static class MethodCalls
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Operations =
        typeof(OpCodes).GetFields().Select(static field => (OpCode)field.GetValue(null)!).ToDictionary(static operation => operation.Value);

    /// <summary>All methods and constructors that an assembly defines, those that the compiler made for lambdas among them.</summary>
    public static IEnumerable<MethodBase> MethodsOf(Assembly assembly) =>
        assembly.GetTypes().SelectMany(static type => type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)));

    /// <summary>The methods that a method's body names: it calls them or makes delegates of them. None where it has no body of its own.</summary>
    public static IEnumerable<MethodBase> NamedBy(MethodBase method) => Instructions(method).Select(static one => one.Method).OfType<MethodBase>();

    /// <summary>A method's body: its operations in their order, with the methods that they name.</summary>
    public static IEnumerable<(OpCode Operation, MethodBase? Method)> Instructions(MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        Type[]? ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        Type[]? ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        int at = 0;
        while (at < code.Length)
        {
            short value = code[at++];
            OpCode operation = Operations[value == 0xFE ? (short)(0xFE00 | code[at++]) : value];
            ReadOnlySpan<byte> operand = code.AsSpan(at);
            yield return (operation, operation.OperandType == OperandType.InlineMethod
                ? method.Module.ResolveMethod(BinaryPrimitives.ReadInt32LittleEndian(operand), ofType, ofMethod) : null);
            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at))),
                _ => 4,
            };
        }
    }
}
