using System.Diagnostics;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>PyPI's aiokafka in a virtual environment of its own, fetched once for a checkout and a version.</summary>
internal static class Aiokafka
{
    private const string Version = "0.14.0";
    private static readonly string Folder = Repository.PathOf("Portal.Tests", "obj", $"aiokafka-{Version}");
    private static readonly Lazy<bool> IsInstalled = new(Install);

    /// <summary>The Python that has it.</summary>
    public static string Python => Path.Combine(Folder, "bin", "python3");

    /// <summary>Asks the registry, so only where it would run. Null where it is installed.</summary>
    public static string? Missing =>
        EngineSkip.FullRunOnly
        ?? (IsInstalled.Value ? null : $"needs aiokafka {Version}: python3-venv, and pip with a registry that has it");

    private static bool Install()
    {
        var isThere = "\"$0/bin/python3\" -c 'import aiokafka'";
        var install =
            "python3 -m venv \"$0\" && \"$0/bin/pip\" install --quiet --retries 0 --timeout 20 --disable-pip-version-check \"aiokafka==$1\"";
        using var shell = Process.Start(
            new ProcessStartInfo("bash", ["-c", $"{isThere} || ({install} && {isThere})", Folder, Version])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var said = Task.WhenAll(shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        shell.WaitForExit();
        said.Wait();
        return shell.ExitCode == 0;
    }
}

/// <summary>With aiokafka: in a full run, and skipped, by name, where it can't be installed.</summary>
public sealed class AiokafkaTheoryAttribute : TheoryAttribute
{
    public AiokafkaTheoryAttribute() => Skip = Aiokafka.Missing;
}
