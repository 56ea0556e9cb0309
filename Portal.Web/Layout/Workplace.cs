namespace Portal.Web.Layout;

/// <summary>The environment a person looks at; one per circuit, so it stays while they move about.</summary>
public sealed class Workplace
{
    private string? environment;

    public event Action? Changed;

    /// <summary>The lane's name, or null before one was chosen: then the pages show all lanes.</summary>
    public string? Environment
    {
        get => environment;
        set
        {
            if (environment != value)
            {
                environment = value;
                Changed?.Invoke();
            }
        }
    }
}
