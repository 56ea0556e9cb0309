using System.Text.Json;

namespace Portal.LocalCluster.Demo;

/// <summary>What a topic's values look like, and what somebody asks them to look like next.</summary>
/// <param name="Next">Asked for and left to be judged; null: nothing.</param>
internal sealed record DemoSchema(DemoTopic Topic, string First, string? Next = null, string Reason = "")
{
    /// <summary>By the usual way to name a topic's values.</summary>
    public string Subject => $"{Topic.Name}-value";
}

/// <summary>The schemas of the demo: one that is to get a field that old readers can do without, one whose change would break them.</summary>
internal static class DemoSchemas
{
    private static readonly object Id = Field("id", "string");

    public static readonly IReadOnlyList<DemoSchema> All =
    [
        Of(
            "orders",
            Record("Order", Id, Field("customer", "string"), Field("total", "long")),
            Record("Order", Id, Field("customer", "string"), Field("total", "long"), Optional("voucher", "string")),
            "Vouchers start in December; readers that don't know them go on as before."
        ),
        Of(
            "payments.captured",
            Record("Payment", Id, Field("order", "string"), Field("amount", "long")),
            Record("Payment", Id, Field("order", "string"), Field("amount", "string")),
            "Amounts with their currency, such as 12.50 EUR."
        ),
        Of("shipments", Record("Shipment", Id, Field("carrier", "string"), Field("from", "string"))),
    ];

    private static DemoSchema Of(string topic, string first, string? next = null, string reason = "") =>
        new(DemoWorld.Topics.Single(t => t.Cluster == DemoWorld.Prod && t.Name == topic), first, next, reason);

    private static string Record(string name, params object[] fields) =>
        JsonSerializer.Serialize(
            new
            {
                type = "record",
                name,
                fields,
            }
        );

    private static object Field(string name, string type) => new { name, type };

    private static object Optional(string name, string type) =>
        new
        {
            name,
            type = new[] { "null", type },
            @default = (string?)null,
        };
}
