using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>A principal is any text that a cluster calls somebody by: it is granted and removed letter for letter.</summary>
public sealed class OddPrincipalTests
{
    private static readonly string[] Principals =
    [
        "User:billing service",
        "User:CN=app, O=\"Shop & Sons\", C=DE",
        "User:Zoë's “app”",
        "User:日本 語 🚀",
        "User:a\\b; drop table person; --",
        "User:<script>alert(1)</script>",
        "User:CORP\\u005cursula",
        "User:billing\\u200b",
    ];

    [Theory]
    [InlineData("User:billing\u200b", "Remove the characters that can't be seen, or write each as its code")]
    [InlineData("User:CORP\\ursula", "Write a backslash before u as \\u005c: User:CORP\\u005cursula.")]
    [InlineData("User:CORP\\uface1", "Write a backslash before u as \\u005c: User:CORP\\u005cuface1.")]
    [InlineData("User:billing\\u200B", "such as \\u200b.")]
    public void One_that_is_not_written_as_the_cluster_s_ACLs_are_listed_is_refused_with_how_to_write_it(
        string principal,
        string words
    ) =>
        TestKinds
            .All.Of(AccessKind.Word)
            .SpecProblems(Reads("orders", principal))
            .ShouldHaveSingleItem()
            .Words.ShouldContain(words);

    [Fact]
    public async Task Grants_of_odd_principals_are_made_and_removed_on_the_local_cluster()
    {
        await using var kafka = await LocalKafka.Start(brokers: 1);
        await AreGrantedAndRemoved(kafka.Bootstrap);
    }

    [FullRunFact]
    public async Task Grants_of_odd_principals_are_made_and_removed_on_real_Kafka()
    {
        await using var kafka = await RealKafka.Start();
        await AreGrantedAndRemoved(kafka.Bootstrap);
    }

    private static async Task AreGrantedAndRemoved(string bootstrap)
    {
        await using var world = await WorkerWorld.On(bootstrap);
        await world.Manage("orders");
        var made = await world.Carry([
            .. Principals.Select((principal, i) => Grant($"odd-{i}", Reads("orders", principal))),
        ]);
        (await world.View(made)).Row.State.ShouldBe(ChangeState.Applied);
        foreach (var principal in Principals)
        {
            (await world.AclsOf(principal)).Count.ShouldBe(3, principal);
        }

        var ended = await world.Carry([.. Principals.Select((_, i) => End($"odd-{i}"))]);
        (await world.View(ended)).Row.State.ShouldBe(ChangeState.Applied);
        foreach (var principal in Principals)
        {
            (await world.AclsOf(principal)).ShouldBeEmpty(principal);
        }
    }
}
