using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Jobs.Tables;
using Portal.Core.Store;
using Portal.Engines.Secrets;

namespace Portal.Engines.Flink;

/// <summary>Tables as they are sent.</summary>
/// <param name="Hidden">What they sign in with, in each form that it has there: in nothing that comes back it is shown.</param>
internal sealed record SentTables(ImmutableArray<string> Statements, ImmutableArray<string> Hidden);

/// <summary>
/// Puts what tables sign in with into their statements, in the moment in which they are sent to a SQL Gateway. The opened secrets are kept for that
/// one session and nowhere else.
/// </summary>
internal sealed class TableSignIns(IDbContextFactory<PortalDb> store, SecretVault vault, FlinkCalls rest)
{
    private const string Hidden = "•••";

    public async Task<SentTables> Complete(ImmutableArray<TableStatement> tables, CancellationToken stop)
    {
        var signIns = tables.SelectMany(t => t.Options).Select(o => o.SignIn).OfType<TableSignIn>().ToList();
        var secrets = await Open([.. signIns.Select(s => s.Secret).OfType<long>().Distinct()], stop);
        var module = new KafkaLoginModule(
            signIns.Exists(s => s is TableSignIn.Kafka) ? await Package(stop) : KafkaLoginModule.Shaded
        );
        return new(
            Written(tables, id => secrets[id], module),
            [.. secrets.Values.SelectMany(Forms).Distinct(StringComparer.Ordinal).OrderByDescending(f => f.Length)]
        );
    }

    /// <summary>For statements that are only explained: they connect to nothing, so no secret is sent.</summary>
    public static SentTables Without(ImmutableArray<TableStatement> tables) =>
        new(Written(tables, _ => Hidden, new(KafkaLoginModule.Shaded)), []);

    private static ImmutableArray<string> Written(
        ImmutableArray<TableStatement> tables,
        Func<long, string> secret,
        KafkaLoginModule module
    ) => [.. tables.Select(table => table.With(option => Sent(option, secret, module)))];

    private static IEnumerable<KeyValuePair<string, string>> Sent(
        TableOption option,
        Func<long, string> secret,
        KafkaLoginModule module
    ) =>
        option.SignIn switch
        {
            null => [new(option.Name, option.Value)],
            TableSignIn.Kafka { Reference: { } typed } kafka => module.Options(
                kafka.Mechanism,
                kafka.Username,
                typed,
                ConfigReference.Parse(typed)
            ),
            TableSignIn.Kafka kafka => module.Options(
                kafka.Mechanism,
                kafka.Username,
                secret(kafka.PasswordId!.Value),
                null
            ),
            TableSignIn.Basic basic => [new(option.Name, $"{basic.Username}:{secret(basic.PasswordId)}")],
            TableSignIn.Bearer bearer => [new(option.Name, secret(bearer.TokenId))],
            var other => throw new InvalidOperationException(other.GetType().Name),
        };

    // As it stands in a statement: a text of SQL, and one of JAAS within it.
    private static IEnumerable<string> Forms(string secret)
    {
        var jaas = KafkaLoginModule.Quoted(secret)[1..^1];
        return [secret, Doubled(secret), jaas, Doubled(jaas)];
    }

    private static string Doubled(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private async Task<Dictionary<long, string>> Open(long[] ids, CancellationToken stop)
    {
        if (ids.Length == 0)
        {
            return [];
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var found = await db.Set<Secret>()
            .Where(s => ids.Contains(s.Id))
            .ToDictionaryAsync(s => s.Id, s => s.Protected, stop);
        return ids.ToDictionary(id => id, id => vault.OpenCurrent(found.GetValueOrDefault(id)));
    }

    // A Flink that doesn't show its classpath has most likely the connector for SQL.
    private async Task<string> Package(CancellationToken stop)
    {
        var answer = await rest.Ask("jobmanager/environment", stop);
        var jars = answer.IsFine
            ? FlinkJson.Texts(answer.Body, "classpath").Select(path => path[(path.LastIndexOf('/') + 1)..]).ToList()
            : [];
        return
            jars.Exists(jar => jar.StartsWith("kafka-clients-", StringComparison.Ordinal))
            && !jars.Exists(jar => jar.StartsWith("flink-sql-connector-kafka", StringComparison.Ordinal))
            ? KafkaLoginModule.Plain
            : KafkaLoginModule.Shaded;
    }
}
