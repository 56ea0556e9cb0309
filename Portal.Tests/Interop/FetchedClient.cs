using System.Diagnostics;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>A client that its language's registry has, fetched once for a checkout.</summary>
internal sealed class FetchedClient
{
    private readonly string _needs;
    private readonly Lazy<bool> _isThere;

    private FetchedClient(string folder, string needs, string script)
    {
        _needs = needs;
        Folder = Repository.PathOf("Portal.Tests", "obj", folder);
        _isThere = new(() => Run(script));
    }

    /// <summary>PyPI's, in a virtual environment of its own.</summary>
    public static FetchedClient Aiokafka { get; } =
        new(
            "aiokafka-0.14.0",
            "aiokafka 0.14.0: python3-venv, and pip with a registry that has it",
            """
            is_there() { "$0/bin/python3" -c 'import aiokafka'; }
            is_there || {
                python3 -m venv "$0" &&
                    "$0/bin/pip" install --quiet --retries 0 --timeout 20 --disable-pip-version-check aiokafka==0.14.0 &&
                    is_there
            }
            """
        );

    /// <summary>Go's, of the version in <c>go/go.mod</c>, in a program of ours, <c>session</c>; built again where it changed.</summary>
    public static FetchedClient FranzGo { get; } =
        new(
            "franz-go",
            "franz-go: Go 1.19 or newer, and a module proxy that has it",
            """
            mkdir -p "$0" && cp "$1"/go/* "$0" && cd "$0" && GOFLAGS=-mod=mod go build -o session .
            """
        );

    /// <summary>Where it was put.</summary>
    public string Folder { get; }

    /// <summary>Asks the registry, so only where it would run. Null where it is installed.</summary>
    public string? Missing => EngineSkip.FullRunOnly ?? (_isThere.Value ? null : $"needs {_needs}");

    private bool Run(string script)
    {
        using var shell = Process.Start(
            new ProcessStartInfo("bash", ["-c", script, Folder, Repository.PathOf("Portal.Tests", "Interop")])
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
    public AiokafkaTheoryAttribute() => Skip = FetchedClient.Aiokafka.Missing;
}

/// <summary>With franz-go: in a full run, and skipped, by name, where it can't be built.</summary>
public sealed class FranzGoTheoryAttribute : TheoryAttribute
{
    public FranzGoTheoryAttribute() => Skip = FetchedClient.FranzGo.Missing;
}
