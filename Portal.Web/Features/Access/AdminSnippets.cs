using static Portal.Web.Features.Access.SnippetText;

namespace Portal.Web.Features.Access;

/// <summary>The part of a client that looks at a topic's settings and changes them, and reads and writes no record.</summary>
internal static class AdminSnippets
{
    public static string Java(SnippetOf of) =>
        $"# kafka-configs.sh --bootstrap-server {of.Bootstrap} --command-config client.properties --entity-type topics --entity-name {of.Topic} --describe";

    public static string DotNet(SnippetOf of) =>
        $$"""
            using var admin = new AdminClientBuilder(config).Build();
            var topic = new ConfigResource { Type = ResourceType.Topic, Name = "{{Double(of.Topic)}}" };
            var settings = await admin.DescribeConfigsAsync([topic]);
            """;

    public static string Python(SnippetOf of) =>
        $"settings = client.describe_configs([ConfigResource(ConfigResource.Type.TOPIC, \"{Double(of.Topic)}\")])";

    public static string Go(SnippetOf of) =>
        $"settings, err := kadm.NewClient(client).DescribeTopicConfigs(ctx, \"{Double(of.Topic)}\")";

    public static string Node(SnippetOf of) =>
        $"const topic = await client.fetchTopicMetadata({{ topics: ['{Single(of.Topic)}'] }});";
}
