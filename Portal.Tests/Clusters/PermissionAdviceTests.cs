using Portal.Core.Clusters;
using Portal.Engines.Kafka;
using Portal.Kafka.Wire;

namespace Portal.Tests.Clusters;

/// <summary>Whatever permission can be found missing comes with what fails without it and the command that grants it.</summary>
public sealed class PermissionAdviceTests
{
    private static readonly Endpoint _kafka = new()
    {
        Kind = EndpointKind.Kafka,
        Addresses = "kafka-1:9092,kafka-2:9092",
        SaslMechanism = "SCRAM-SHA-512",
        Username = "portal",
    };

    public static TheoryData<string> All =>
        [
            .. MissingPermissions.OnCluster(0),
            .. MissingPermissions.OnTopics([
                new()
                {
                    Name = "orders",
                    Error = ErrorCode.None,
                    TopicAuthorizedOperations = 0,
                },
            ]),
            .. new GroupPermissionWords([], 0, 0).Missing(),
            "see every topic (Describe on any topic): those it may not see look as if they weren't there",
        ];

    [Theory, MemberData(nameof(All))]
    public void Each_has_an_effect_and_a_command(string missing)
    {
        var advice = PermissionAdvice.Of(missing, _kafka);
        advice.Effect.ShouldNotBe("What depends on it is shown as unknown.");
        advice
            .Command.ShouldNotBeNull()
            .ShouldStartWith(
                "kafka-acls.sh --bootstrap-server kafka-1:9092 --add --allow-principal User:portal --operation "
            );
    }

    [Theory]
    [InlineData("create topics of any name (Create on the cluster)", "--operation Create --cluster")]
    [InlineData(
        "read the configuration (DescribeConfigs) on any topic it sees",
        "--operation DescribeConfigs --topic '*'"
    )]
    [InlineData("show lag and members of consumer groups (Describe): of any group", "--operation Describe --group '*'")]
    [InlineData("see every topic (Describe on any topic): those", "--operation Describe --topic '*'")]
    public void The_command_grants_what_is_missing(string missing, string end) =>
        PermissionAdvice.Of(missing, _kafka).Command!.ShouldEndWith(end);

    [Fact]
    public void Nobody_is_advised_to_let_everybody_give_themselves_access()
    {
        var advice = PermissionAdvice.Of(
            "grant access (Alter on the cluster)",
            new Endpoint { Kind = EndpointKind.Kafka, Addresses = "a:1" }
        );

        advice.Command.ShouldBeNull();
        advice.Effect.ShouldContain("Access can't be granted");
    }

    [Fact]
    public void A_user_without_a_name_is_the_one_that_Kafka_calls_anonymous() =>
        PermissionAdvice
            .Of("delete (Delete) on any topic it sees", new Endpoint { Kind = EndpointKind.Kafka, Addresses = "a:1" })
            .Command!.ShouldContain("User:ANONYMOUS");
}
