using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Topics;

namespace Portal.Tests.Changes;

public sealed class DistinctNameTests
{
    private static readonly ResourceRef Orders = new(TopicKind.Word, new ClusterId(1), "orders");

    [Fact]
    public void A_name_of_one_resource_stands_alone() =>
        Of(Orders, Orders with { Name = "refunds" }).ShouldBe("orders");

    [Fact]
    public void A_name_of_several_is_said_with_what_tells_them_apart()
    {
        Of(Orders, Orders with { Kind = SchemaKind.Word }).ShouldBe("topic orders");
        Of(Orders, Orders with { Cluster = new ClusterId(2) }).ShouldBe("orders on eu-1");
        Of(Orders, Orders with { Kind = SchemaKind.Word }, Orders with { Cluster = new ClusterId(2) })
            .ShouldBe("topic orders on eu-1");
    }

    private static string Of(ResourceRef resource, params ResourceRef[] others) =>
        DistinctName.Of(resource, "eu-1", [resource, .. others]);
}
