namespace Portal.LocalCluster.Demo;

/// <summary>What a program of the demo signs in as, and what it is granted.</summary>
internal sealed record DemoAccount(string Name, string Description, IReadOnlyList<DemoRequest> Grants)
{
    public DemoRequest Request => Wanted("create", "scram-sha512", rotation: 1);

    /// <summary>A new password in the place of one that nobody has any more.</summary>
    public DemoRequest Rotated(string mechanism, int rotation) => Wanted("update", mechanism, rotation + 1);

    private DemoRequest Wanted(string operation, string mechanism, int rotation) =>
        new(
            "service-account",
            operation,
            Name,
            new
            {
                mechanism,
                rotation,
                description = Description,
            }
        );
}

/// <summary>The programs of a team on a cluster: its service writes, and each of its groups reads.</summary>
internal sealed record DemoPrograms(string Cluster, DemoTeam Owner)
{
    /// <summary>But for those that a stream job writes.</summary>
    public IReadOnlyList<DemoTopic> Written { get; } =
    [.. DemoWorld.Topics.Where(t => t.Cluster == Cluster && t.Writer == Owner && t.EventsPerSecond > 0)];

    public IReadOnlyList<DemoGroup> Reading { get; } =
    [.. DemoWorld.Groups.Where(g => g.Cluster == Cluster && g.Owner == Owner)];

    /// <summary>One of the team's own topics.</summary>
    public DemoTopic Own => Written.First(topic => topic.Owner == Owner);

    public string Writer => $"{Owner.Name}-service";

    /// <summary>A group signs in as an account of its name.</summary>
    public IEnumerable<DemoAccount> Accounts =>
        [
            new(
                Writer,
                "The service of its team: writes topics.",
                [.. Written.Select(topic => Grant(Writer, "write", topic.Name))]
            ),
            .. Reading.Select(group => new DemoAccount(
                group.Name,
                "Reads in the consumer group of its name.",
                [.. group.Topics.Select(topic => Grant(group.Name, "read", topic, group.Name))]
            )),
        ];

    /// <summary>They can begin once all of these are there.</summary>
    public bool AreFor(ICollection<(string Cluster, string Topic)> made) =>
        Written
            .Select(topic => topic.Name)
            .Concat(Reading.SelectMany(group => group.Topics))
            .All(name => made.Contains((Cluster, name)));

    private static DemoRequest Grant(string account, string mode, string topic, string? group = null) =>
        new(
            "access",
            "create",
            $"{account}-{mode}s-{topic}",
            new
            {
                principal = $"User:{account}",
                mode,
                topic,
                group,
            }
        );
}
