namespace Portal.Tests.Kit;

/// <summary>What is done at once, where something that takes a while may be passed.</summary>
public static class Done
{
    public static Func<Task> After(Action act) =>
        () =>
        {
            act();
            return Task.CompletedTask;
        };
}
