using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Core.Access;
using Portal.Core.ServiceAccounts;
using Portal.Tests.Kit;
using Portal.Web.Features.Access;

namespace Portal.Tests.Interop;

/// <summary>Snippets of languages without a compiler here, run as they are copied: names that are odd come to the client as they are.</summary>
public sealed partial class SnippetProgramTests
{
    private const string Odd = "it's \"Zoë\" \\ 日本 🚀";

    [NodeFact]
    public async Task A_snippet_of_Node_runs_and_its_settings_reach_the_client()
    {
        var folder = await KafkaJs.Installed("confluentjs");
        foreach (var mode in Enum.GetValues<AccessMode>())
        {
            var of = Of(mode);
            var file = Path.Combine(folder, $"{mode}.mjs");
            await File.WriteAllTextAsync(file, Checked(Text("node", of)));

            var said = await Command.Run(
                "env",
                "KAFKA_PASSWORD=secret",
                "node",
                "--require",
                Path.Combine(folder, "compiled.cjs"),
                file
            );

            Has(said, of);
        }
    }

    [ProgramFact("python3")]
    public async Task A_snippet_of_Python_runs_and_its_settings_reach_the_client()
    {
        using var folder = RunFolder.For("snippet");
        foreach (var mode in Enum.GetValues<AccessMode>())
        {
            var of = Of(mode);
            var file = Path.Combine(folder.Path, $"{mode}.py");
            await File.WriteAllTextAsync(file, Text("python", of));

            var said = await Command.Run(
                "bash",
                "-c",
                "KAFKA_PASSWORD=secret python3 \"$1\" < \"$2\"",
                "bash",
                Repository.PathOf("Portal.Tests", "Interop", "python", "snippet.py"),
                file
            );

            Has(said.Split('\n')[0], of);
            using var last = JsonDocument.Parse(said.TrimEnd().Split('\n')[^1]);
            var (call, on) = Last(mode);
            last.RootElement[0].GetString().ShouldBe(call);
            last.RootElement.EnumerateArray().ElementAtOrDefault(1).ToString().ShouldBe(on);
        }
    }

    private static (string Call, string On) Last(AccessMode mode) =>
        mode switch
        {
            AccessMode.Read => ("subscribe", Odd),
            AccessMode.Write => ("produce", Odd),
            AccessMode.WriteInTransactions => ("commit_transaction", ""),
            _ => ("describe_configs", Odd),
        };

    private static void Has(string settings, SnippetOf of)
    {
        using var given = JsonDocument.Parse(settings);
        string? Setting(string name) =>
            given.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;

        Setting("bootstrap.servers").ShouldBe(of.Bootstrap);
        Setting("security.protocol").ShouldBe("SASL_SSL");
        Setting("sasl.mechanism").ShouldBe("SCRAM-SHA-512");
        Setting("sasl.username").ShouldBe(Odd);
        Setting("sasl.password").ShouldBe("secret");
        Setting("group.id").ShouldBe(of.Group);
        Setting("transactional.id").ShouldBe(of.TransactionalId);
        Setting("acks").ShouldBe(of.Mode is AccessMode.Write or AccessMode.WriteInTransactions ? "all" : null);
        Setting("isolation.level").ShouldBe(of.Reads ? "read_committed" : null);
    }

    // Each of its calls is one that the client has: there is no broker for them.
    private static string Checked(string text)
    {
        const string Connects = "await client.connect();";
        text.ShouldContain(Connects);
        var calls = Call().Matches(text).Select(call => $"'{call.Groups["name"].Value}'").Distinct();
        return text.Replace(
            Connects,
            $$"""
            for (const call of [{{string.Join(", ", calls)}}]) {
                if (typeof client[call] !== 'function') throw new Error(`The client has no ${call}.`);
            }
            {{Connects}}
            """,
            StringComparison.Ordinal
        );
    }

    private static SnippetOf Of(AccessMode mode) =>
        new(
            "kafka-1:9093,kafka-2:9093",
            true,
            Odd,
            Odd,
            mode,
            mode == AccessMode.Read ? $"{Odd}-service" : null,
            mode == AccessMode.WriteInTransactions ? $"{Odd}-0" : null,
            CredentialMechanism.ScramSha512
        );

    private static string Text(string language, SnippetOf of) =>
        ClientSnippets.All.Single(each => each.Key == language).Write(of);

    // A transaction is its producer.
    [GeneratedRegex(@"\b(client|transaction)\.(?<name>\w+)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Call();
}
