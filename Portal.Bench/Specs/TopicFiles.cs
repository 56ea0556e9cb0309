using System.Globalization;
using System.Text;

namespace Portal.Bench.Specs;

/// <summary>Topics as somebody keeps them in files.</summary>
internal static class TopicFiles
{
    public static string Of(string cluster, int topics, long retention)
    {
        var text = new StringBuilder();
        for (var i = 0; i < topics; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"""
                ---
                apiVersion: portal/v1
                kind: topic
                metadata:
                  name: team{i % 50}.stream-{i}
                  cluster: {cluster}
                  owner: payments
                  labels:
                    cost-centre: "{i % 100}"
                spec:
                  partitions: 1
                  replication: 1
                  configs:
                    retention.ms: {retention}
                    cleanup.policy: delete
                  description: Orders of shop {i}.

                """
            );
        }

        return text.ToString();
    }
}
