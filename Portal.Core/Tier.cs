namespace Portal.Core;

/// <summary>How critical a resource is: what it means that its data is late or gone.</summary>
public enum Tier
{
    Experimental,
    Standard,
    Critical,
}
