namespace Portal.Tests.Protections;

/// <summary>A test that is run where what it tests was taken out.</summary>
internal static class Sabotaged
{
    /// <summary>It turns red, and because of what it looks at.</summary>
    public static async Task TurnsRed(Func<Task> test)
    {
        string? seen = null;
        try
        {
            await test();
        }
        catch (Exception red) when (red is ShouldAssertException or TimeoutException or InvalidOperationException)
        {
            seen = red.Message;
        }

        seen.ShouldNotBeNull("what it tests was taken out, and it passes all the same");
    }
}
