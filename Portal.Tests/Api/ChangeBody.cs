namespace Portal.Tests.Api;

/// <summary>A change of Payments' as a script requests or forecasts it.</summary>
internal static class ChangeBody
{
    public static object Of(params object[] resources) =>
        new
        {
            owner = "payments",
            reason = "For a test.",
            resources,
        };
}
