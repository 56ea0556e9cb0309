Console.WriteLine("portal bench");
