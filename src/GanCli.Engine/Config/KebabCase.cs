using System.Text;

namespace GanCli.Engine.Config;

/// <summary>The words of YAML for the names of C#: <c>LeakyRelu</c> is <c>leaky-relu</c>, <c>Beta1</c> is <c>beta1</c>.</summary>
public static class KebabCase
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Of(value.ToString());

    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
