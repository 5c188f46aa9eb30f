using System.Globalization;
using System.Text;

namespace GanCli.Engine.Config;

/// <summary>Reads the text of a configuration file; whatever is wrong with the file becomes one line.</summary>
internal static class ConfigFile
{
    private const int MostSeconds = 10;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ConfigException">The file cannot be read, is too long or is not UTF-8.</exception>
    public static string Read(string path, ConfigSource source)
    {
        // One byte more than allowed is read, and not the length asked for: the file may be a pipe or a device.
        byte[] bytes = new byte[YamlReader.MaxText + 1];
        int length;
        try
        {
            length = Fill(bytes, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refuse(source, 0, exception is UnauthorizedAccessException ? "reading it is not permitted" : $"cannot be read: {exception.Message}");
        }

        if (length > YamlReader.MaxText)
        {
            throw Refuse(source, 0, string.Create(CultureInfo.InvariantCulture, $"too long: a config has at most {YamlReader.MaxText:N0} bytes"));
        }

        try
        {
            return StrictUtf8.GetString(bytes, 0, length).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException exception)
        {
            int line = 1 + bytes.AsSpan(0, Math.Max(0, exception.Index)).Count((byte)'\n');
            throw Refuse(source, line, "not UTF-8 text");
        }
    }

    /// <summary>Reads what a file or a pipe holds. Even to open a pipe that nobody writes to would wait for ever.</summary>
    private static int Fill(byte[] bytes, string path)
    {
        Task<int> reading = Task.Factory.StartNew(
            () =>
            {
                using FileStream stream = File.OpenRead(path);
                return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return Task.WaitAny([reading], TimeSpan.FromSeconds(MostSeconds)) == 0
            ? reading.GetAwaiter().GetResult()
            : throw new IOException(
                string.Create(CultureInfo.InvariantCulture, $"it did not end within {MostSeconds} seconds (a pipe that nobody writes to?)"));
    }

    private static ConfigException Refuse(ConfigSource source, int line, string message) =>
        new(new ConfigError(new ConfigPosition(source, line, 1), "", message));
}
