using Portal.Core.Access;
using Portal.Engines.Kafka;

namespace Portal.Tests.Access;

/// <summary>What a cluster lists by number, and answers by name, is one principal's where nothing else can be.</summary>
public sealed class NamedAclsTests
{
    private static readonly Acl Read = new(
        "User:sa-a",
        AclOperation.Read,
        AclResource.Topic,
        AclPattern.Literal,
        "orders"
    );

    [Fact]
    public void A_number_with_what_a_name_has_is_the_names()
    {
        Acl[] others = [Read with { Principal = "User:app" }, Read with { Principal = "User:2", Name = "invoices" }];

        Joined([Read with { Principal = "User:1" }, .. others], [Read]).ShouldBe([.. others, Read]);
    }

    [Fact]
    public void A_number_that_has_more_or_less_than_a_name_stays()
    {
        Acl[] list =
        [
            Read with
            {
                Principal = "User:1",
            },
            Read with
            {
                Principal = "User:1",
                Operation = AclOperation.Write,
            },
            Read with
            {
                Principal = "User:2",
                Operation = AclOperation.Write,
            },
        ];

        Joined(list, [Read]).ShouldBe([.. list, Read]);
    }

    [Fact]
    public void Of_more_numbers_than_names_with_the_same_none_is_taken_for_a_name()
    {
        Acl[] list = [Read with { Principal = "User:1" }, Read with { Principal = "User:2" }];
        var other = Read with { Principal = "User:sa-b" };

        Joined(list, [Read]).ShouldBe([.. list, Read]);
        Joined(list, [Read, other]).ShouldBe([Read, other]);
    }

    [Fact]
    public void A_number_that_has_a_grant_itself_is_nobody_else()
    {
        Acl[] list = [Read with { Principal = "User:1" }];

        Joined(list, [Read], "User:1").ShouldBe([.. list, Read]);
    }

    [Fact]
    public void A_name_is_never_taken_for_another()
    {
        Acl[] list = [Read with { Principal = "User:1a" }, Read with { Principal = "User:" }];

        Joined(list, [Read]).ShouldBe([.. list, Read]);
    }

    [Fact]
    public void A_cluster_without_an_authorizer_has_nobody_to_look_for() =>
        NamedAcls.Unlisted(new([], IsOff: true), ["User:sa-a"]).ShouldBeEmpty();

    private static IReadOnlyList<Acl> Joined(Acl[] list, Acl[] named, params string[] known) =>
        [.. NamedAcls.Join(new(list, IsOff: false), named, known.ToHashSet(StringComparer.Ordinal)).Acls];
}
