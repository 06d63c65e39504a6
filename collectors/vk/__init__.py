"""A VK public read by vk_api."""
