using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.JobCredentials;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Previews;
using Portal.Core.ServiceAccounts;
using Portal.Core.Teams;
using Portal.Engines.Flink;
using Portal.Engines.Kafka;
using Portal.Tests.Applying;

namespace Portal.Tests.Jobs;

/// <summary>A job on a Kafka that lets in who signs in, with no more permissions than it needs, on whatever answers as Flink.</summary>
internal static class SecuredLife
{
    /// <summary>What would end a text of SQL or of JAAS is in it.</summary>
    public const string Password = "p4ss'w\"o\\rd of jobs";
    private const string User = "flink-jobs";
    private static readonly CancellationToken Never = CancellationToken.None;

    /// <param name="way">Addresses, TLS and its authority.</param>
    /// <param name="job">Reads secured.in and writes secured.out.</param>
    /// <param name="meanwhile">What else is to be done while its user can sign in.</param>
    public static async Task Play(
        WorkerWorld world,
        JobKafkaDraft way,
        JobSpec job,
        Func<string, string, Task> records,
        Func<string, int, Task<IReadOnlyList<string>>> committed,
        Func<Task>? meanwhile = null
    )
    {
        var dev = await Dev(world);
        await Grant(world, dev);
        var draft = way with { SaslMechanism = SaslMechanisms.ScramSha512, Username = User, Password = Password };
        (await Save(world, draft with { Password = "wrong" }))
            .ShouldBeOfType<Outcome<JobAccessFacts>.Refused>()
            .Why.Fields!.Keys.ShouldBe(["password"]);
        (await Save(world, draft)).ShouldBeOfType<Outcome<JobAccessFacts>.Done>().Value.Untested.ShouldBeNull();

        await records("secured.in", "a\nb\nc\n");
        await world.Reaches(await world.Ask(JobWorlds.Start("secured", job)), ChangeState.Applied);
        (await committed("secured.out", 3)).ShouldBe(["A", "B", "C"]);
        (await (await world.Flink()).Definition((await world.Alive("secured"))[0].Id, Never)).ShouldBe(job.Definition);
        await world.CancelBehindUs("secured");
        await (meanwhile?.Invoke() ?? Task.CompletedTask);

        // Somebody sets another password at the cluster.
        var credentials = await world.Get<ICredentialClusters>().Open(dev, Never);
        await credentials.Set(User, CredentialMechanism.ScramSha512, 4096, "another", JobWorlds.Soon, Never);
        var change = await world.Ask(
            JobWorlds.Start("locked-out", JobWorlds.Spec(JobWorlds.Copy("secured.in", "secured.out")))
        );
        var failed = await world.Reaches(change, ChangeState.RolledBack);
        string.Join('\n', failed.Timeline.Select(t => t.Words)).ShouldContain("Kafka refuses the sign-in of jobs");
        (await world.Alive("locked-out")).ShouldBeEmpty();
        await NowhereInTheClear(world, Password, "p4ss");
    }

    /// <summary>Rows of its source.</summary>
    public static async Task Preview(WorkerWorld world)
    {
        var ada = await world.Person(Role.Member, SeededStructure.Payments);
        const string query = "SELECT `value` FROM dev.`secured.in`";
        var preview = await world
            .Get<RowPreviewer>()
            .Preview(ada, await Dev(world), query, null, null, PreviewFrom.Earliest, Never);
        preview.ShouldBeOfType<Outcome<PreviewOutcome>.Done>().Value.Rows.ShouldNotBeNull().Rows.Length.ShouldBe(3);
    }

    /// <summary>No row of any table has it: what isn't in the store is in no answer, page, plan, journal or audit log.</summary>
    public static async Task NowhereInTheClear(WorkerWorld world, params string[] secrets)
    {
        await using var store = NpgsqlDataSource.Create(world.Store);
        var tables = new List<string>();
        await using (
            var list = store.CreateCommand("select format('%I', tablename) from pg_tables where schemaname = 'public'")
        )
        {
            await using var names = await list.ExecuteReaderAsync();
            while (await names.ReadAsync())
            {
                tables.Add(names.GetString(0));
            }
        }

        tables.Count.ShouldBeGreaterThan(20);
        foreach (var table in tables)
        {
            await using var search = store.CreateCommand(
                $"select count(*) from {table} t where exists (select from unnest($1::text[]) s where strpos(t::text, s) > 0)"
            );
            search.Parameters.AddWithValue(secrets);
            (await search.ExecuteScalarAsync()).ShouldBe(0L, table);
        }
    }

    private static async Task<Outcome<JobAccessFacts>> Save(WorkerWorld world, JobKafkaDraft draft) =>
        await world
            .Get<JobKafkaRegistration>()
            .Save(await world.Person(Role.Platform, SeededStructure.Platform), await Dev(world), draft, null, Never);

    // What the guide names, and nothing else.
    private static async Task Grant(WorkerWorld world, ClusterId dev)
    {
        var credentials = await world.Get<ICredentialClusters>().Open(dev, Never);
        await credentials.Set(User, CredentialMechanism.ScramSha512, 4096, Password, JobWorlds.Soon, Never);
        Acl May(AclOperation operation, AclResource resource, string name) =>
            new($"{Acl.User}{User}", operation, resource, AclPattern.Prefixed, name);
        var acls = await world.Get<IAclClusters>().Open(dev, Never);
        await acls.Create(
            [
                May(AclOperation.Read, AclResource.Topic, "secured."),
                May(AclOperation.Write, AclResource.Topic, "secured."),
                May(AclOperation.Read, AclResource.Group, "flink-"),
                May(AclOperation.Write, AclResource.TransactionalId, "flink-"),
            ],
            JobWorlds.Soon,
            Never
        );
    }

    private static async Task<ClusterId> Dev(WorkerWorld world)
    {
        await using var db = await world.Open();
        return (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
    }
}
