using Portal.Core.Clusters;
using Portal.Engines.Kafka;
using Portal.Kafka.Messages;
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
            .. OnTopics(),
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
    [InlineData("look at records (Read) on 1 of 2 topics, such as orders", "--operation Read --topic '*'")]
    public void The_command_grants_what_is_missing(string missing, string end) =>
        PermissionAdvice.Of(missing, _kafka).Command!.ShouldEndWith(end);

    [Fact]
    public void Without_Read_on_a_topic_lag_rehearsals_and_schemas_lack_what_lies_in_records()
    {
        var effect = PermissionAdvice.Of(MissingOnTopic("(Read)"), _kafka).Effect;

        effect.ShouldContain("transaction markers or aborted records");
        effect.ShouldContain("rehearsals aren't compared");
        effect.ShouldContain("schemas in records aren't found");
    }

    [Fact]
    public void Without_DescribeConfigs_on_the_cluster_limits_of_its_brokers_and_quotas_are_unknown()
    {
        var missing = MissingPermissions
            .OnCluster(0)
            .Single(words => words.Contains("(DescribeConfigs on the cluster)"));

        var advice = PermissionAdvice.Of(missing, _kafka);

        advice.Effect.ShouldBe(
            "The brokers' limit on transactions, the SCRAM mechanisms they take, and quotas are unknown."
        );
        advice.Command!.ShouldEndWith("--operation DescribeConfigs --cluster");
        MissingPermissions.OnCluster(1 << (int)AclOperation.DescribeConfigs).ShouldNotContain(missing);
    }

    [Fact]
    public void Where_Create_is_granted_by_prefix_requests_for_new_topics_work() =>
        PermissionAdvice
            .Of("create topics of any name (Create on the cluster)", _kafka)
            .Effect.ShouldBe("Requests for new topics fail, unless it is granted on topics by prefix.");

    /// <summary>A cluster keeps them until it is saved again.</summary>
    [Fact]
    public void What_nothing_needs_any_more_is_not_advised_though_a_cluster_was_stored_with_it()
    {
        var read = PermissionAdvice.Of("reset the offsets of consumer groups (Read): of any group it sees", _kafka);
        var delete = PermissionAdvice.Of("delete consumer groups (Delete): of any group it sees", _kafka);

        read.Command.ShouldBeNull();
        read.Effect.ShouldStartWith("Nothing needs it");
        delete.Command.ShouldBeNull();
        delete.Effect.ShouldBe(
            "It is optional: without it groups of JAR rehearsals stay until Kafka forgets them. Edit the cluster and save it, and it is no longer listed."
        );
    }

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

    [Theory, MemberData(nameof(All))]
    public void On_Confluent_Cloud_the_principal_is_the_owner_of_the_API_key_and_no_command_can_name_it(string missing)
    {
        var advice = PermissionAdvice.Of(
            missing,
            new Endpoint
            {
                Kind = EndpointKind.Kafka,
                Addresses = "pkc-1.eu-central-1.aws.confluent.cloud:9092",
                SaslMechanism = "PLAIN",
                Username = "ABCDEFGHIJKLMNOP",
            }
        );

        advice.Command.ShouldBeNull();
        advice.Effect.ShouldEndWith(
            " Allow the principal of ABCDEFGHIJKLMNOP: on Confluent Cloud that is the account that owns this API key."
        );
    }

    [Fact]
    public void A_user_without_a_name_is_the_one_that_Kafka_calls_anonymous() =>
        PermissionAdvice
            .Of("delete (Delete) on any topic it sees", new Endpoint { Kind = EndpointKind.Kafka, Addresses = "a:1" })
            .Command!.ShouldContain("User:ANONYMOUS");

    private static IEnumerable<string> OnTopics() =>
        MissingPermissions.OnTopics([
            new()
            {
                Name = "orders",
                Error = ErrorCode.None,
                TopicAuthorizedOperations = 0,
            },
        ]);

    private static string MissingOnTopic(string operation) =>
        OnTopics().Single(words => words.Contains(operation, StringComparison.Ordinal));
}
