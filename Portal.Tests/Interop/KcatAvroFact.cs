using System.Diagnostics;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>Needs a kcat that was built with Avro, Node and npm: skipped, by name, where one of them isn't.</summary>
public sealed class KcatAvroFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Lack = new(Look);

    public KcatAvroFactAttribute() => Skip = Lack.Value;

    private static string? Look()
    {
        if (KafkaJs.Missing is { } missing)
        {
            return missing;
        }

        if (ProgramFactAttribute.Found("kcat") is not { } kcat)
        {
            return "needs kcat: apt-get install kcat";
        }

        using var asked = Process.Start(
            new ProcessStartInfo(kcat, "-V")
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var features = asked.StandardOutput.ReadToEnd() + asked.StandardError.ReadToEnd();
        return features.Contains("Avro", StringComparison.OrdinalIgnoreCase)
            ? null
            : "needs a kcat with Avro; this build has none";
    }
}
