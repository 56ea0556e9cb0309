using Portal.Engines.Kafka;
using Portal.Kafka.Groups;

namespace Portal.Tests.Clusters;

public sealed class GroupPermissionTests
{
    private const int Read = 1 << 3;
    private const int Delete = 1 << 6;
    private const int Describe = 1 << 8;

    /// <summary>Nothing resets offsets, and a group of a rehearsal that may not be deleted is forgotten by Kafka.</summary>
    [Fact]
    public void Whoever_may_describe_groups_needs_nothing_else()
    {
        var words = new GroupPermissionWords([new("a", Describe)], Describe, 0);
        words.Missing().ShouldBeEmpty();
        words.Unknown().ShouldBeEmpty();
    }

    [Fact]
    public void What_is_missing_on_some_is_counted_and_one_is_named() =>
        new GroupPermissionWords([new("a", Describe), new("b", Read | Delete)], Describe, 0)
            .Missing()
            .ShouldBe(["show lag and members of consumer groups (Describe): of 1 of 2 groups, such as b"]);

    [Fact]
    public void Without_any_group_a_name_that_nobody_uses_tells() =>
        new GroupPermissionWords([], Read | Delete, 0)
            .Missing()
            .ShouldBe(["show lag and members of consumer groups (Describe): of any group"]);

    [Fact]
    public void A_group_that_is_listed_and_may_not_be_described_has_no_lag_to_tell() =>
        new GroupPermissionWords([new("a", 0)], Describe, 0)
            .Missing()
            .Single()
            .ShouldBe("show lag and members of consumer groups (Describe): of any group it sees");

    [Fact]
    public void What_could_not_be_known_is_said_and_never_taken_for_allowed()
    {
        new GroupPermissionWords([], null, 0)
            .Unknown()
            .Single()
            .ShouldContain("it sees none, and no broker reports it");
        new GroupPermissionWords([new("a", Describe), new("b", null)], Describe, 7)
            .Unknown()
            .ShouldBe([
                "what it may do to 1 of 2 consumer groups: their brokers didn't report it",
                "what it may do to 7 more consumer groups: the first 2 were looked at",
            ]);
    }
}
