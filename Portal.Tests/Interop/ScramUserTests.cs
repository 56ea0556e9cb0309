using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>How SCRAM credentials are set, listed and deleted.</summary>
[Collection(InteropSuite.Name)]
public sealed class ScramUserTests(Clusters clusters)
{
    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Credentials_are_described_by_mechanism_and_iterations_and_deleted_one_by_one(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var user = Client.NewName("erin");
        await world.Users(user);
        (await Described(world, user)).ShouldBe([(ScramMechanism.Sha256, 4096), (ScramMechanism.Sha512, 4096)]);

        (await Alter(world, Set(user, ScramMechanism.Sha512, iterations: 16_384))).ShouldBe([
            (user, ErrorCode.None, null),
        ]);
        await Deadline.Until(async () => (await Described(world, user)).Contains((ScramMechanism.Sha512, 16_384)));
        (await Alter(world, Deleted(user, ScramMechanism.Sha256))).ShouldBe([(user, ErrorCode.None, null)]);
        await Deadline.Until(async () => (await Described(world, user)).Length == 1);

        var all = await AccessWorld.Ask(world.Admin, new DescribeUserScramCredentialsRequest());
        all.Results.ShouldContain(result => result.User == user && result.Credentials.Length == 1);
    }

    [Theory, OnLocalCluster, OnRealKafka, OnRealKafkaOverTls]
    public async Task A_changed_password_counts_from_the_next_sign_in_and_a_deleted_one_no_more(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var user = Client.NewName("frank");
        await world.Users(user);
        using var open = await world.Line();
        (await open.Scram(AccessWorld.SignIn(user)))!.Error.ShouldBe(ErrorCode.None);

        await Alter(world, Deleted(user, ScramMechanism.Sha256));

        await Deadline.Until(async () =>
        {
            using var line = await world.Line();
            return (await line.Scram(AccessWorld.SignIn(user)))!.Error == ErrorCode.SaslAuthenticationFailed;
        });
        (await open.Ask(new MetadataRequest { Topics = [] }, 9))!.Brokers.ShouldNotBeEmpty("it stays signed in");
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task What_cannot_be_stored_is_refused_in_the_same_words(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var user = Client.NewName("grace");

        (await Alter(world, Set(user, ScramMechanism.Sha256, iterations: 4095))).ShouldBe([
            (user, ErrorCode.UnacceptableCredential, "Too few iterations"),
        ]);
        (await Alter(world, Set(user, ScramMechanism.Sha256, iterations: 16_385))).ShouldBe([
            (user, ErrorCode.UnacceptableCredential, "Too many iterations"),
        ]);
        (await Alter(world, Set(user, (ScramMechanism)7))).ShouldBe([
            (user, ErrorCode.UnsupportedSaslMechanism, "Unknown SCRAM mechanism"),
        ]);
        (await Alter(world, Set("", ScramMechanism.Sha256))).ShouldBe([
            ("", ErrorCode.UnacceptableCredential, "Username must not be empty"),
        ]);
        (await Alter(world, Deleted(user, ScramMechanism.Sha256))).ShouldBe([
            (user, ErrorCode.ResourceNotFound, "Attempt to delete a user credential that does not exist"),
        ]);
        var twice = Set(user, ScramMechanism.Sha256);
        (await Alter(world, twice with { Upsertions = [.. twice.Upsertions, .. twice.Upsertions] })).ShouldBe([
            (user, ErrorCode.DuplicateResource, "A user credential cannot be altered twice in the same request"),
        ]);
        (await Describe(world, user)).ShouldBe(
            (ErrorCode.ResourceNotFound, $"Attempt to describe a user credential that does not exist: {user}")
        );
        (await Describe(world, user, user)).ShouldBe(
            (
                ErrorCode.DuplicateResource,
                $"Cannot describe SCRAM credentials for the same user twice in a single request: {user}"
            )
        );
    }

    private static AlterUserScramCredentialsRequest Set(string user, ScramMechanism mechanism, int iterations = 4096) =>
        new() { Upsertions = [AccessWorld.Credential(user, mechanism, iterations)] };

    private static AlterUserScramCredentialsRequest Deleted(string user, ScramMechanism mechanism) =>
        new() { Deletions = [new() { Name = user, Mechanism = mechanism }] };

    private static async Task<(string, ErrorCode, string?)[]> Alter(
        AccessWorld world,
        AlterUserScramCredentialsRequest request
    ) =>
        [
            .. (await AccessWorld.Ask(world.Admin, request)).Results.Select(each =>
                (each.User, each.Error, each.ErrorMessage)
            ),
        ];

    private static async Task<(ErrorCode, string?)> Describe(AccessWorld world, params string[] users)
    {
        var request = new DescribeUserScramCredentialsRequest
        {
            Users = [.. users.Select(user => new DescribeUserScramCredentialsRequest.User { Name = user })],
        };
        var result = (await AccessWorld.Ask(world.Admin, request)).Results[0];
        return (result.Error, result.ErrorMessage);
    }

    private static async Task<(ScramMechanism, int)[]> Described(AccessWorld world, string user)
    {
        var request = new DescribeUserScramCredentialsRequest { Users = [new() { Name = user }] };
        var answer = await AccessWorld.Ask(world.Admin, request);
        return
        [
            .. answer.Results[0].Credentials.Select(each => (each.Mechanism, each.Iterations)).OrderBy(each => each),
        ];
    }
}
