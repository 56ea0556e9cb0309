namespace Portal.LocalCluster.Security;

/// <summary>Who asks, as Kafka writes it: a type, a colon and a name.</summary>
public static class Principal
{
    /// <summary>Who comes over the plain listener. A super user, so that the portal, its tools and tests need no credentials.</summary>
    public const string Anonymous = $"User:{AnonymousUser}";

    public const string AnonymousUser = "ANONYMOUS";

    /// <summary>In an entry: everybody, signed in or not.</summary>
    public const string Everybody = "User:*";

    public static string Of(string user) => $"User:{user}";
}
