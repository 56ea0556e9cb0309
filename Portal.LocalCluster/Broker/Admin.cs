namespace Portal.LocalCluster.Broker;

/// <summary>What the operator of this process may ask of it, over HTTP on loopback. Clients never come here.</summary>
public static class Admin
{
    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", () => Results.Text("healthy"));
        routes.MapGet("/status", (Cluster cluster) => StatusOf(cluster));
        routes.MapPost(
            "/brokers/{id:int}/pause",
            async (int id, BrokerPorts ports, Cluster cluster) =>
                await ports.Pause(id) ? Results.Ok(StatusOf(cluster)) : No(cluster, id, "pause")
        );
        routes.MapPost(
            "/brokers/{id:int}/resume",
            async (int id, BrokerPorts ports, Cluster cluster) =>
                await ports.Resume(id) ? Results.Ok(StatusOf(cluster)) : No(cluster, id, "resume")
        );
    }

    private static ClusterStatus StatusOf(Cluster cluster)
    {
        var (state, options) = (cluster.State, cluster.Options);
        return new(
            state.ClusterId,
            Addresses(cluster, signsIn: false)!,
            Addresses(cluster, signsIn: true),
            [
                .. state.Brokers.Select(id => new BrokerStatus(
                    id,
                    options.Host,
                    options.FirstPort + id - 1,
                    state.Paused.Contains(id)
                )),
            ],
            state.Controller,
            state.Topics.Count,
            state.Topics.Values.Sum(topic => topic.Partitions.Length)
        );
    }

    private static string? Addresses(Cluster cluster, bool signsIn) =>
        Listener.Of(cluster.Options).FirstOrDefault(at => at.SignsIn == signsIn) is { } listener
            ? string.Join(',', cluster.State.Brokers.Select(id => $"{cluster.Options.Host}:{listener.PortOf(id)}"))
            : null;

    private static IResult No(Cluster cluster, int id, string what) =>
        cluster.State.Brokers.Contains(id)
            ? Results.Problem(
                $"Broker {id} can't {what}: it {(what == "pause" ? "is paused already" : "isn't paused")}.",
                statusCode: 409
            )
            : Results.Problem(
                $"There is no broker {id}; there are 1 to {cluster.State.Brokers.Count}.",
                statusCode: 404
            );

    private sealed record ClusterStatus(
        string ClusterId,
        string Bootstrap,
        string? Sasl,
        BrokerStatus[] Brokers,
        int Controller,
        int Topics,
        int Partitions
    );

    private sealed record BrokerStatus(int Id, string Host, int Port, bool Paused);
}
