namespace Portal.LocalCluster.Demo;

/// <summary>The demo as a process of its own: <c>Portal.LocalCluster demo</c>.</summary>
public static class DemoHost
{
    public static IHost Build(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        // Tokens come in a file that its owner alone can read, not in what everybody may see of a process.
        if (builder.Configuration[$"{DemoOptions.Section}:Settings"] is { Length: > 0 } file)
        {
            builder.Configuration.AddJsonFile(file, optional: false);
        }

        builder
            .Services.AddOptions<DemoOptions>()
            .Bind(builder.Configuration.GetSection(DemoOptions.Section))
            .ValidateDataAnnotations()
            .Validate(
                o =>
                    DemoWorld.Topics.All(t =>
                        o.Tokens.ContainsKey(t.Owner.Member) && o.Tokens.ContainsKey(t.Owner.Approver)
                    ),
                "A token is missing: the demo acts as members and approvers of all its teams."
            )
            .ValidateOnStart();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHttpClient<DemoApi>();
        builder
            .Services.AddTransient<DemoRequests>()
            .AddTransient<DemoEndings>()
            .AddTransient<DemoSubjects>()
            .AddTransient<DemoChanges>();
        builder.Services.AddSingleton<DemoCredentials>().AddTransient<DemoSignIn>().AddSingleton<DemoClients>();
        builder.Services.AddTransient<DemoAccidents>().AddTransient<DemoQuota>();
        builder.Services.AddHostedService<DemoTraffic>();
        return builder.Build();
    }
}
